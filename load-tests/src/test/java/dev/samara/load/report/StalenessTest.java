package dev.samara.load.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StalenessTest {
  @TempDir private Path clone;

  @BeforeEach
  void makeClone() throws IOException {
    git("init", "-q");
    write("a/src/main/java/A.java", "class A {}");
    write("notes.md", "notes");
    commit();
  }

  @Test
  void figuresOfThisCommitAreFresh() throws IOException {
    Report report = reportOf(head());
    assertEquals(Optional.empty(), Staleness.of(report, clone));
    write("notes.md", "other notes");
    commit();
    assertEquals(Optional.empty(), Staleness.of(report, clone), "words change no figure");
  }

  @Test
  void changedSourcesMakeThemStale() throws IOException {
    Report report = reportOf(head());
    write("a/src/main/java/A.java", "class A { int a; }");
    commit();
    String why = Staleness.of(report, clone).orElseThrow();
    assertTrue(why.endsWith("1 source files differ from it"), why);
  }

  @Test
  void figuresThatCannotBePlacedAreStale() {
    assertTrue(stale(Optional.of(head() + "+")).contains("not committed"));
    assertTrue(stale(Optional.of("0123456789ab")).contains("not in this clone"));
    assertTrue(stale(Optional.empty()).contains("nobody knows"));
  }

  private String stale(Optional<String> commit) {
    Report report = new Report("echo", Samples.machine(commit), "", Map.of(), List.of());
    return Staleness.of(report, clone).orElseThrow();
  }

  private static Report reportOf(String commit) {
    return new Report("echo", Samples.machine(Optional.of(commit)), "", Map.of(), List.of());
  }

  private String head() {
    return git("rev-parse", "--short=12", "HEAD");
  }

  private void write(String name, String text) throws IOException {
    Path file = clone.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private void commit() {
    git("add", "-A");
    git("-c", "user.name=a", "-c", "user.email=a@b", "commit", "-q", "-m", "x");
  }

  private String git(String... arguments) {
    return Git.ask(clone, arguments).orElseThrow();
  }
}
