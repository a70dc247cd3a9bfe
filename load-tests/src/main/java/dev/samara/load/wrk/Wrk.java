package dev.samara.load.wrk;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The program wrk, as installed on this machine. Immutable; its runs block the calling thread.
 *
 * @param program its name or path
 */
public record Wrk(String program) {
  /** Longer than wrk's own: two hundred answers of megabytes take a while. */
  private static final int TIMEOUT_SECONDS = 10;

  private static final int GRACE_SECONDS = 15;

  /**
   * Runs one script against a gateway.
   *
   * @param script a Lua file
   * @param gateway scheme, host and port
   * @param connections connections of the run, at least as many as threads
   * @param threads threads of wrk
   * @param seconds length of the run
   * @param arguments what the script is given
   * @return what it measured
   * @throws IOException if wrk isn't installed, can't connect or doesn't end; says what it printed
   * @throws InterruptedException if this thread was interrupted; wrk is ended then
   */
  public WrkOutput run(
      Path script, URI gateway, int connections, int threads, int seconds, List<String> arguments)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                program,
                "--latency",
                "--timeout=" + TIMEOUT_SECONDS + "s",
                "-t" + threads,
                "-c" + connections,
                "-d" + seconds + "s",
                "-s" + script,
                gateway.toString()));
    if (!arguments.isEmpty()) {
      command.add("--");
      command.addAll(arguments);
    }
    Process process = start(command);
    try {
      // What wrk prints fits the pipe: it can end before anybody reads.
      if (!process.waitFor(seconds + GRACE_SECONDS, TimeUnit.SECONDS)) {
        throw new IOException("wrk does not end with " + script.getFileName());
      }
      String text =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      return WrkOutput.parse(text)
          .orElseThrow(() -> new IOException("wrk: " + text.lines().reduce("", (_, last) -> last)));
    } finally {
      process.destroyForcibly();
    }
  }

  private static Process start(List<String> command) throws IOException {
    try {
      return new ProcessBuilder(command).redirectErrorStream(true).start();
    } catch (IOException missing) {
      throw new IOException("wrk is not installed (Debian package: wrk)", missing);
    }
  }
}
