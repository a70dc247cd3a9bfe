package dev.samara.net.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** An {@link EchoProcess} that a test has started; killed when closed. */
public final class Child implements AutoCloseable {

  private final Process process;
  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

  private Child(Process process) {
    this.process = process;
  }

  /** Starts one whose standard output is read by the line. */
  public static Child listening(String maxFiles, String... args) throws IOException {
    var child = new Child(builder(maxFiles, args).start());
    Thread.ofVirtual().start(() -> child.readLines());
    return child;
  }

  /** Starts one and leaves its streams to the test. */
  public static Process piped(String... args) throws IOException {
    return builder("unlimited", args).start();
  }

  private static ProcessBuilder builder(String maxFiles, String... args) {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var limit = maxFiles.equals("unlimited") ? "" : "ulimit -n " + maxFiles + "; ";
    var command = new ArrayList<>(List.of("sh", "-c", limit + "exec \"$@\"", "sh", java));
    command.addAll(
        List.of(
            "--enable-native-access=ALL-UNNAMED",
            "-Xmx128m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Dvertx.disableDnsResolver=true",
            // Its log must not go where its answers go.
            "-Dlogback.statusListenerClass=ch.qos.logback.core.status.NopStatusListener",
            "-cp",
            System.getProperty("java.class.path"),
            EchoProcess.class.getName()));
    command.addAll(List.of(args));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
  }

  private void readLines() {
    try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
      for (var line = reader.readLine(); line != null; line = reader.readLine()) {
        lines.add(line);
      }
    } catch (IOException e) {
      lines.add(e.toString());
    }
  }

  /** Waits for a line that begins like this, and returns the rest of it. */
  public String await(String beginning) throws InterruptedException {
    while (true) {
      var line = lines.poll(20, TimeUnit.SECONDS);
      if (line == null) {
        throw new AssertionError("the child does not say: " + beginning);
      }
      if (line.startsWith(beginning)) {
        return line.substring(beginning.length()).strip();
      }
    }
  }

  /** How often it has said a line since the last {@link #await}. */
  public long count(String line) {
    return lines.stream().filter(line::equals).count();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
