package dev.samara.load.h2load;

import dev.samara.load.fault.Tool;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The program h2load, as installed on this machine. Immutable; its runs block the calling thread.
 *
 * @param program its name or path
 */
public record H2load(String program) {
  private static final int PATIENCE_SECONDS = 90;

  /**
   * What is missing to run it.
   *
   * @return in words, empty if nothing
   */
  public Optional<String> missing() {
    return program.contains("/") && Files.isExecutable(Path.of(program))
        ? Optional.empty()
        : Tool.missing(program).map(what -> what + " (Debian package: nghttp2-client)");
  }

  /**
   * Asks for one thing over and over, over HTTP/2. A number of requests and no time: of the runs by
   * the clock of h2load 1.52 some never end.
   *
   * @param url what for; its certificate is not checked
   * @param connections connections of the run, 1 or more
   * @param streams requests under way on each of them, 1 or more
   * @param requests how many in less than a minute, at least one on each connection
   * @return what it measured
   * @throws IOException if it isn't installed, can't connect or doesn't end; says what it printed
   * @throws InterruptedException if this thread was interrupted; h2load is ended then
   */
  public H2loadOutput run(URI url, int connections, int streams, long requests)
      throws IOException, InterruptedException {
    Path printed = Files.createTempFile("samara-h2load", ".txt");
    Path log = Files.createTempFile("samara-h2load", ".log");
    List<String> command =
        List.of(
            program,
            "-t1",
            "-c" + connections,
            "-m" + streams,
            "-n" + Math.max(requests, connections),
            "--log-file=" + log,
            url.toString());
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(printed.toFile())
            .start();
    try {
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw new IOException("h2load does not end with " + url);
      }
      String text = Files.readString(printed, StandardCharsets.UTF_8).strip();
      try (var lines = Files.lines(log)) {
        return H2loadOutput.parse(text, lines)
            .orElseThrow(
                () -> new IOException("h2load: " + text.lines().reduce("", (_, last) -> last)));
      }
    } finally {
      process.destroyForcibly();
      Files.deleteIfExists(printed);
      Files.deleteIfExists(log);
    }
  }
}
