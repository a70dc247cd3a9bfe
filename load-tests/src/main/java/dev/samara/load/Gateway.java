package dev.samara.load;

import dev.samara.load.process.BenchProcess;
import dev.samara.load.transport.Ports;
import dev.samara.node.cli.Main;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The HTTP gateway under load: a node that runs already, or one started for the bench. */
final class Gateway implements AutoCloseable {
  /** What a node prints as the last line of its start. */
  private static final String READY_WORD = "ready in ";

  private static final Duration START_PATIENCE = Duration.ofSeconds(60);
  private static final Duration ANSWER_PATIENCE = Duration.ofSeconds(10);

  private final URI url;
  private final Optional<BenchProcess> node;

  private Gateway(URI url, Optional<BenchProcess> node) {
    this.url = url;
    this.node = node;
  }

  /** A node that is somebody else's: it is left as it is. */
  static Gateway running(URI url) {
    return new Gateway(url, Optional.empty());
  }

  /** Starts a node with nothing but a gateway and waits for its "ready"; it ends with the bench. */
  static Gateway start(Path root) throws IOException, InterruptedException {
    int port = Ports.free();
    var command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-Dvertx.disableDnsResolver=true",
            "-Xmx512m",
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName(),
            "run",
            "-c",
            configuration(root.resolve("target/bench"), port).toString());
    return new Gateway(
        URI.create("http://127.0.0.1:" + port),
        Optional.of(BenchProcess.start(command, Gateway::readyLine, START_PATIENCE)));
  }

  private static Path configuration(Path folder, int port) throws IOException {
    Files.createDirectories(folder);
    return Files.writeString(
        folder.resolve("node.yaml"),
        """
        name: bench
        runDirectory: "%s"
        dataDirectory: "%s"
        listeners: {}
        gateway: { port: %d }
        """
            .formatted(folder.resolve("run"), folder.resolve("data"), port));
  }

  URI url() {
    return url;
  }

  /** Processor time of the node so far, empty if it is not ours. */
  Optional<Duration> cpuTime() {
    return node.flatMap(BenchProcess::cpuTime);
  }

  /** Stores a file to be downloaded later. */
  void upload(String path, int bytes) throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      int status =
          client
              .send(
                  HttpRequest.newBuilder(url.resolve(path))
                      .timeout(ANSWER_PATIENCE)
                      .PUT(BodyPublishers.ofByteArray(new byte[bytes]))
                      .build(),
                  BodyHandlers.discarding())
              .statusCode();
      if (status / 100 != 2) {
        throw new IOException("PUT " + url.resolve(path) + " answers " + status);
      }
    } catch (ConnectException refused) {
      throw new IOException("no gateway at " + url, refused);
    }
  }

  @Override
  public void close() {
    node.ifPresent(BenchProcess::close);
  }

  private static Optional<String> readyLine(String line) {
    return line.startsWith(READY_WORD) ? Optional.of(line) : Optional.empty();
  }
}
