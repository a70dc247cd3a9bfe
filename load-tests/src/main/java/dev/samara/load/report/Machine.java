package dev.samara.load.report;

import io.netty.util.Version;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * Where and when figures were measured; figures without it can't be compared.
 *
 * @param cpu the processor's model, or its architecture where the model is unknown
 * @param cores processors the JVM may use
 * @param memoryBytes physical memory
 * @param kernel name, version and architecture of the operating system
 * @param jdk vendor and version
 * @param vertx version of vertx-core
 * @param netty version of netty-transport
 * @param loadAverage runnable threads of the machine over the last minute before the run; negative
 *     if unknown
 * @param gitCommit the commit of the folder the bench ran in, with {@code +} if files were changed;
 *     empty if it is not a git clone
 * @param date when the run began, UTC
 */
public record Machine(
    String cpu,
    int cores,
    long memoryBytes,
    String kernel,
    String jdk,
    String vertx,
    String netty,
    double loadAverage,
    Optional<String> gitCommit,
    Instant date) {

  /**
   * Looks at this machine, now. Reads files and starts git: not for an event loop.
   *
   * @param folder where to ask git
   * @return the machine
   */
  public static Machine here(Path folder) {
    return new Machine(
        cpuModel(),
        Runtime.getRuntime().availableProcessors(),
        physicalMemoryBytes(),
        "%s %s %s"
            .formatted(
                System.getProperty("os.name"),
                System.getProperty("os.version"),
                System.getProperty("os.arch")),
        System.getProperty("java.vendor") + " " + System.getProperty("java.vm.version"),
        vertxVersion(),
        Optional.ofNullable(Version.identify().get("netty-transport"))
            .map(Version::artifactVersion)
            .orElse("unknown"),
        ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
        gitCommit(folder),
        Instant.now().truncatedTo(ChronoUnit.SECONDS));
  }

  /**
   * The machine in one line.
   *
   * @return cores, processor, memory, kernel, JDK and libraries
   */
  public String inOneLine() {
    return "%d x %s, %.1f GiB, %s, JDK %s, Vert.x %s, Netty %s"
        .formatted(cores, cpu, memoryBytes / (double) (1 << 30), kernel, jdk, vertx, netty);
  }

  private static String cpuModel() {
    try (var lines = Files.lines(Path.of("/proc/cpuinfo"))) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse(System.getProperty("os.arch"));
    } catch (IOException notLinux) {
      return System.getProperty("os.arch");
    }
  }

  private static long physicalMemoryBytes() {
    return ManagementFactory.getOperatingSystemMXBean()
            instanceof com.sun.management.OperatingSystemMXBean system
        ? system.getTotalMemorySize()
        : 0;
  }

  private static String vertxVersion() {
    try (InputStream in =
        ClassLoader.getSystemResourceAsStream("META-INF/vertx/vertx-version.txt")) {
      return in == null ? "unknown" : new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      return "unknown";
    }
  }

  private static Optional<String> gitCommit(Path folder) {
    return Git.ask(folder, "rev-parse", "--short=12", "HEAD")
        .map(commit ->
            Git.ask(folder, "status", "--porcelain", "--untracked-files=no")
                .filter(String::isEmpty)
                .map(_ -> commit)
                .orElse(commit + "+"));
  }
}
