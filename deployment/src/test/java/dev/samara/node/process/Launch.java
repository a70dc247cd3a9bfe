package dev.samara.node.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Starts processes: Samara's command line with the class path of this test, and tools. */
final class Launch {

  private static final Duration LIMIT = Duration.ofSeconds(150);

  private Launch() {}

  /** What a process that ended left behind. */
  record Ended(int exitCode, String out, String err) {}

  static List<String> samara(List<String> arguments) {
    return samara(256, arguments);
  }

  static List<String> samara(int heapMegabytes, List<String> arguments) {
    var command = new ArrayList<String>();
    if (isInterruptIgnored()) {
      // A build in the background of a shell ignores Ctrl-C, and so would all its children.
      command.addAll(List.of("env", "--default-signal=INT"));
    }
    command.addAll(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-Dvertx.disableDnsResolver=true",
            // The log as users see it, not as the tests of this module have it.
            "-Dlogback.configurationFile=logback.xml",
            "-XX:TieredStopAtLevel=1",
            "-Xmx" + heapMegabytes + "m",
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            "dev.samara.node.cli.Main"));
    command.addAll(arguments);
    return command;
  }

  private static boolean isInterruptIgnored() {
    var status = Path.of("/proc/self/status");
    try {
      return Files.exists(status)
          && Files.readAllLines(status).stream()
              .filter(line -> line.startsWith("SigIgn:"))
              .anyMatch(line -> (Long.parseUnsignedLong(line.substring(7).strip(), 16) & 2) != 0);
    } catch (IOException e) {
      return false;
    }
  }

  static Process start(Path folder, List<String> command, Map<String, String> environment)
      throws IOException {
    var builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("SAMARA_"));
    builder.environment().putAll(environment);
    return builder.start();
  }

  /** Runs {@code samara ARGUMENTS} to its end. */
  static Ended cli(Path folder, String... arguments) throws Exception {
    return run(folder, samara(List.of(arguments)), new byte[0]);
  }

  /** Runs a tool to its end; one that is not installed fails with the name of its package. */
  static Ended tool(Path folder, String debianPackage, String input, String... command)
      throws Exception {
    try {
      return run(folder, List.of(command), input.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw missing(command[0], debianPackage);
    }
  }

  static AssertionError missing(String tool, String debianPackage) {
    return new AssertionError(
        "%s is missing: install the Debian package %s".formatted(tool, debianPackage));
  }

  private static Ended run(Path folder, List<String> command, byte[] input) throws Exception {
    // Files instead of pipes: nobody has to read along.
    var out = Files.createTempFile(folder, "out", ".txt");
    var err = Files.createTempFile(folder, "err", ".txt");
    var in = Files.write(Files.createTempFile(folder, "in", ".txt"), input);
    var builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectInput(in.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("SAMARA_"));
    var process = builder.start();
    try {
      if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
        throw new AssertionError(
            "still running after %s: %s; %s".formatted(LIMIT, command, text(out) + text(err)));
      }
      return new Ended(process.exitValue(), text(out), text(err));
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  private static String text(Path file) throws IOException {
    return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
  }
}
