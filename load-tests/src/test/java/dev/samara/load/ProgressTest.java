package dev.samara.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ProgressTest {
  private final ByteArrayOutputStream terminal = new ByteArrayOutputStream();
  private long nowNanos;

  @Test
  void eachStepSaysHowMuchTimeIsLeft() {
    Progress progress = progress(4, true);
    progress.step("first");
    nowNanos = TimeUnit.SECONDS.toNanos(30);
    progress.step("second");
    nowNanos = TimeUnit.SECONDS.toNanos(40);
    progress.step("third");
    progress.clear();
    assertEquals("1/4 first|2/4 second, 1:30 left|3/4 third, 0:40 left|", said());
  }

  @Test
  void moreStepsThanExpectedLeaveNoTime() {
    Progress progress = progress(1, true);
    progress.step("first");
    nowNanos = TimeUnit.SECONDS.toNanos(1);
    progress.step("again");
    progress.step("and again");
    assertEquals("1/1 first|2/1 again, 0:00 left|3/1 and again, 0:00 left", said());
  }

  @Test
  void nothingIsSaidWithoutTerminal() {
    Progress progress = progress(2, false);
    progress.step("first");
    progress.clear();
    assertEquals("", said());
  }

  @Test
  void eachBenchShowsIt() throws IOException {
    Path sources = ProjectRoot.find().resolve("load-tests/src/main/java/dev/samara/load");
    try (var files = Files.list(sources)) {
      List<String> silent =
          files
              .filter(file -> text(file).matches("(?s).* measure\\(Here here\\)[^;]*\\{.*"))
              .filter(file ->
                  !text(file).contains("new Progress(") && !showsElsewhere(sources, text(file)))
              .map(file -> file.getFileName().toString())
              .toList();
      assertTrue(silent.isEmpty(), silent.toString());
    }
  }

  /** A bench may leave the measuring, and with it the progress, to a run of its own. */
  private static boolean showsElsewhere(Path sources, String bench) {
    try (var files = Files.list(sources)) {
      return files
          .filter(file -> text(file).contains("new Progress("))
          .map(file -> file.getFileName().toString().replace(".java", ""))
          .anyMatch(run -> bench.contains("new " + run + "("));
    } catch (IOException gone) {
      throw new IllegalStateException(gone);
    }
  }

  private static String text(Path file) {
    try {
      return Files.isRegularFile(file) ? Files.readString(file) : "";
    } catch (IOException unreadable) {
      throw new IllegalStateException(unreadable);
    }
  }

  private Progress progress(int steps, boolean shown) {
    return new Progress(
        steps, shown, new PrintStream(terminal, true, StandardCharsets.UTF_8), () -> nowNanos);
  }

  private String said() {
    return terminal
        .toString(StandardCharsets.UTF_8)
        .replaceFirst("^\r\033\\[K", "")
        .replace("\r\033[K", "|");
  }
}
