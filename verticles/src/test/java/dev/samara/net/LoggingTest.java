package dev.samara.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.samara.net.logging.LoggingProcess;
import dev.samara.net.logging.PrintedLog;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The library logs through SLF4J, wherever an application wants that to go. */
class LoggingTest {

  private record Output(String standard, String errors) {}

  @TempDir Path folder;

  /** As an application has it that brings none of the backends which tests are run with. */
  private static String classPathWithoutBackend() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(entry -> !Path.of(entry).getFileName().toString().startsWith("logback"))
        .collect(Collectors.joining(File.pathSeparator));
  }

  private Output run(String... options) throws IOException, InterruptedException {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var command = new ArrayList<String>(List.of(java, "-Xmx128m", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-XX:+UseSerialGC"));
    command.addAll(List.of(options));
    command.addAll(List.of("-cp", classPathWithoutBackend(), LoggingProcess.class.getName()));
    var errors = folder.resolve("errors").toFile();
    var process = new ProcessBuilder(command).redirectError(errors).start();
    try (var output = process.getInputStream()) {
      var standard = new String(output.readAllBytes(), StandardCharsets.UTF_8);
      assertTrue(process.waitFor(20, TimeUnit.SECONDS));
      return new Output(standard, Files.readString(errors.toPath()));
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void theBackendIsTheApplicationsOwn() throws Exception {
    var output = run("-Dslf4j.provider=" + PrintedLog.class.getName());
    assertTrue(
        output
            .standard()
            .matches(
                "(?s).*log WARN dev\\.samara\\.net\\.\\S+ listener 'lines' refused tcp"
                    + " 127\\.0\\.0\\.1:[0-9]+: denied by the rule 'deny'\n.*done\n"),
        output.toString());
  }

  @Test
  void theLibraryAndWhatItNeedsBringNone() throws Exception {
    var output = run();
    assertEquals("end -1\ndone\n", output.standard());
    assertTrue(output.errors().contains("No SLF4J providers were found"), output.errors());
  }
}
