package dev.samara.load.tree;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.samara.load.tree.JavaSources.Facts;
import dev.samara.load.tree.JavaSources.Method;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** How long files and methods may be, and what they may not do, in the whole tree. */
class SourceRulesTest {
  private static final int MAX_FILE_LINES = 400;
  private static final int MAX_METHOD_LINES = 60;

  private static final List<String> MODULES =
      List.of(
          "codecs", "verticles", "rpc-bus", "http-gateway", "examples", "deployment", "load-tests");

  private static Path root;
  private static List<Facts> main;
  private static List<Facts> tests;

  @BeforeAll
  static void readSources() throws IOException {
    root = SourceRoot.find();
    main = JavaSources.read(sources("src/main/java"));
    tests = JavaSources.read(sources("src/test/java"));
  }

  @Test
  void thisFileIsAmongTheSources() {
    assertTrue(tests.stream().anyMatch(facts -> facts.name().endsWith("SourceRulesTest.java")));
    assertFalse(main.isEmpty());
  }

  @Test
  void filesAreShort() {
    assertNone(all().filter(facts -> facts.lines() > MAX_FILE_LINES));
  }

  @Test
  void methodsAreShort() {
    assertNone(all().filter(facts -> facts.longestMethod().lines() > MAX_METHOD_LINES));
  }

  @Test
  void testsDoNotSleep() {
    assertNone(tests.stream().filter(facts -> !facts.sleeps().isEmpty()));
  }

  @Test
  void eachPackageSaysWhatLivesThere() {
    List<Path> described =
        main.stream()
            .filter(Facts::packageComment)
            .map(facts -> Path.of(facts.name()))
            .filter(file -> file.endsWith("package-info.java"))
            .map(Path::getParent)
            .toList();
    List<Path> silent =
        main.stream()
            .map(facts -> Path.of(facts.name()))
            .filter(file -> !file.endsWith("module-info.java"))
            .map(Path::getParent)
            .distinct()
            .filter(folder -> !described.contains(folder))
            .toList();
    assertEquals(List.of(), silent);
  }

  @Test
  void longFilesAndMethodsAreCounted() throws IOException {
    String body = "    int a = 1;\n".repeat(70);
    Facts facts = JavaSources.of("class A {\n  void b() {\n" + body + "  }\n\n  void c() {}\n}\n");
    assertEquals(new Method("b", 72), facts.longestMethod());
    assertEquals(76, facts.lines());
  }

  @Test
  void sleepsAreFoundInCodeAndNotInText() throws IOException {
    Facts facts =
        JavaSources.of(
            """
            class A {
              // Thread.sleep(1)
              String text = "Thread.sleep(1)";
              void b() throws Exception {
                Thread.sleep(1);
                run(() -> java.util.List.of());
                TimeUnit.SECONDS.sleep(1);
              }
            }
            """);
    assertEquals(List.of(5L, 7L), facts.sleeps());
  }

  @Test
  void packageCommentsNeedWords() throws IOException {
    assertTrue(JavaSources.of("/** Words. */\npackage a;\n").packageComment());
    assertFalse(JavaSources.of("/** */\npackage a;\n").packageComment());
    assertFalse(JavaSources.of("// Words.\npackage a;\n").packageComment());
    assertFalse(JavaSources.of("class A {}\n").packageComment());
  }

  private static Stream<Facts> all() {
    return Stream.concat(main.stream(), tests.stream());
  }

  private static void assertNone(Stream<Facts> offenders) {
    assertEquals("", String.join("\n", offenders.map(Facts::toString).toList()));
  }

  private static List<Path> sources(String folder) throws IOException {
    List<Path> found = new ArrayList<>();
    for (String module : MODULES) {
      Path sources = root.resolve(module).resolve(folder);
      if (Files.isDirectory(sources)) {
        try (Stream<Path> files = Files.walk(sources)) {
          files.filter(file -> file.toString().endsWith(".java")).forEach(found::add);
        }
      }
    }
    return found;
  }
}
