package dev.samara.load.fault;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Programs of the system that make faults. */
public final class Tool {
  private static final int PATIENCE_SECONDS = 30;

  private Tool() {}

  /**
   * Looks for programs, without starting them.
   *
   * @param programs their names
   * @return what is missing in words, empty if all are there
   */
  public static Optional<String> missing(String... programs) {
    List<String> missing = Stream.of(programs).filter(program -> find(program).isEmpty()).toList();
    return missing.isEmpty()
        ? Optional.empty()
        : Optional.of(String.join(", ", missing) + " not installed");
  }

  /**
   * Whether this process may do what only root may.
   *
   * @return what is missing in words, empty if nothing
   */
  public static Optional<String> missingPrivileges() {
    return "root".equals(System.getProperty("user.name"))
        ? Optional.empty()
        : Optional.of("needs root");
  }

  /**
   * Finds a program.
   *
   * @param program its name
   * @return its path in the folders of PATH or of the system's own programs
   */
  public static Optional<Path> find(String program) {
    String folders = System.getenv().getOrDefault("PATH", "") + ":/usr/sbin:/sbin";
    return Stream.of(folders.split(File.pathSeparator))
        .map(folder -> Path.of(folder, program))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /**
   * Runs a program to its end; blocks.
   *
   * @param command program and arguments
   * @return what it printed
   * @throws IOException if it can't start, fails, or takes longer than 30 s; says what it printed
   * @throws InterruptedException if this thread was interrupted
   */
  public static String run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
      process.destroyForcibly();
      throw new IOException(String.join(" ", command) + ": " + said.strip());
    }
    return said;
  }
}
