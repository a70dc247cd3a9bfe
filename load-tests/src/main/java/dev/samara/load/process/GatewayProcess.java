package dev.samara.load.process;

import dev.samara.load.fault.Setting;
import dev.samara.load.transport.Ports;
import dev.samara.node.cli.Main;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The HTTP gateway under load: a node that runs already, or one started for the bench. */
public final class GatewayProcess implements AutoCloseable {
  /** What a node prints as the last line of its start. */
  private static final String READY_WORD = "ready in ";

  private static final Duration START_PATIENCE = Duration.ofSeconds(60);
  private static final Duration ANSWER_PATIENCE = Duration.ofSeconds(10);

  private final URI url;
  private final Optional<BenchProcess> node;

  private GatewayProcess(URI url, Optional<BenchProcess> node) {
    this.url = url;
    this.node = node;
  }

  /**
   * A node that is somebody else's: it is left as it is.
   *
   * @param url scheme, host and port
   * @return the gateway
   */
  public static GatewayProcess running(URI url) {
    return new GatewayProcess(url, Optional.empty());
  }

  /**
   * Starts a node with nothing but a gateway and waits for its "ready"; it ends with the bench.
   *
   * @param folder where it keeps its configuration, its sockets and its uploads
   * @param setting in which its process runs
   * @return the gateway; the caller closes it
   * @throws IOException if it is not ready within a minute; says what it printed
   * @throws InterruptedException if this thread was interrupted
   */
  public static GatewayProcess start(Path folder, Setting setting)
      throws IOException, InterruptedException {
    return start(folder, setting, true, List.of("-Xmx512m"));
  }

  /**
   * The same, with uploads forced to the disk or not, and other memory.
   *
   * @param folder where it keeps its configuration, its sockets and its uploads
   * @param setting in which its process runs
   * @param forced whether each upload is on the disk before its answer
   * @param jvmOptions which heap it has, and how it is collected
   * @return the gateway; the caller closes it
   * @throws IOException if it is not ready within a minute; says what it printed
   * @throws InterruptedException if this thread was interrupted
   */
  public static GatewayProcess start(
      Path folder, Setting setting, boolean forced, List<String> jvmOptions)
      throws IOException, InterruptedException {
    int port = Ports.free();
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("--sun-misc-unsafe-memory-access=allow");
    command.add("-Dvertx.disableDnsResolver=true");
    command.addAll(jvmOptions);
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(Main.class.getName());
    command.add("run");
    command.add("-c");
    command.add(configuration(folder, port, forced).toString());
    return new GatewayProcess(
        URI.create("http://127.0.0.1:" + port),
        Optional.of(
            BenchProcess.start(setting, command, GatewayProcess::readyLine, START_PATIENCE)));
  }

  private static Path configuration(Path folder, int port, boolean forced) throws IOException {
    Files.createDirectories(folder);
    return Files.writeString(
        folder.resolve("node.yaml"),
        """
        name: bench
        runDirectory: "%s"
        dataDirectory: "%s"
        listeners: {}
        gateway: { port: %d, maxUploads: 1000, uploads: { forced: %s } }
        """
            .formatted(folder.resolve("run"), folder.resolve("data"), port, forced));
  }

  /**
   * Where it is.
   *
   * @return scheme, host and port
   */
  public URI url() {
    return url;
  }

  /**
   * Processor time of the node so far.
   *
   * @return user and system time together, empty if the node is somebody else's
   */
  public Optional<Duration> cpuTime() {
    return node.flatMap(BenchProcess::cpuTime);
  }

  /**
   * The memory of the node that is in RAM.
   *
   * @return bytes
   * @throws IOException if the node is somebody else's, has ended, or the system does not tell
   */
  public long residentBytes() throws IOException {
    return node.orElseThrow(() -> new IOException("the node is somebody else's")).residentBytes();
  }

  /**
   * The process of the node.
   *
   * @return its clock and memory, empty if the node is somebody else's
   */
  public Optional<BenchProcess> process() {
    return node;
  }

  /**
   * Stores a file.
   *
   * @param path as {@code /uploads/NAME}
   * @param bytes how many zeros
   * @return the status of the answer
   * @throws IOException if there is no gateway, or it does not answer
   * @throws InterruptedException if this thread was interrupted
   */
  public int upload(String path, int bytes) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(url.resolve(path))
            .PUT(BodyPublishers.ofByteArray(new byte[bytes])))
        .statusCode();
  }

  /**
   * Asks for something.
   *
   * @param path the path
   * @return the answer
   * @throws IOException if there is no gateway, or it does not answer
   * @throws InterruptedException if this thread was interrupted
   */
  public HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(url.resolve(path)));
  }

  private HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(request.timeout(ANSWER_PATIENCE).build(), BodyHandlers.ofString());
    } catch (ConnectException refused) {
      throw new IOException("no gateway at " + url, refused);
    }
  }

  /** Ends the node if it was started here. */
  @Override
  public void close() {
    node.ifPresent(BenchProcess::close);
  }

  private static Optional<String> readyLine(String line) {
    return line.startsWith(READY_WORD) ? Optional.of(line) : Optional.empty();
  }
}
