package dev.samara.node.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.samara.node.admin.AdminClient;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** A node as a process of its own, killed at the end of a test whatever happens. */
final class NodeProcess implements AutoCloseable {

  /** The first member of a cluster takes seconds, more on a busy machine. */
  private static final Duration START_LIMIT = Duration.ofSeconds(60);

  private static final int SMALL_HEAP_MEGABYTES = 48;

  private static final Duration STOP_LIMIT = Duration.ofSeconds(30);

  private final Path folder;
  private final int offset;
  private final Process process;
  private final List<String> out = new CopyOnWriteArrayList<>();
  private final List<String> err = new CopyOnWriteArrayList<>();
  private final List<Thread> readers = new ArrayList<>();

  private NodeProcess(Path folder, int offset, Process process) {
    this.folder = folder;
    this.offset = offset;
    this.process = process;
    readers.add(read(process.getInputStream(), out));
    readers.add(read(process.getErrorStream(), err));
  }

  private static Thread read(InputStream stream, List<String> lines) {
    return Thread.ofVirtual()
        .start(() -> {
          try (var reader =
              new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            reader.lines().forEach(lines::add);
          } catch (IOException | UncheckedIOException e) {
            // The process was killed.
          }
        });
  }

  /** Starts the default node at a free offset, and waits until it is ready. */
  static NodeProcess start(Path folder, String... options) throws Exception {
    return startAt(folder, Ports.freeOffset(), options);
  }

  static NodeProcess startAt(Path folder, int offset, String... options) throws Exception {
    return startAt(folder, offset, Launch.samara(arguments(offset, options)));
  }

  /** Starts the default node with so small a heap that no body of these tests fits into it. */
  static NodeProcess startSmall(Path folder) throws Exception {
    var offset = Ports.freeOffset();
    return startAt(folder, offset, Launch.samara(SMALL_HEAP_MEGABYTES, arguments(offset)));
  }

  private static List<String> arguments(int offset, String... options) {
    var arguments = new ArrayList<>(List.of("run", "--port-offset", Integer.toString(offset)));
    arguments.addAll(List.of(options));
    return arguments;
  }

  /** Starts the default node with a command of one's own before the arguments. */
  static NodeProcess startJar(Path folder, List<String> command) throws Exception {
    var offset = Ports.freeOffset();
    var whole = new ArrayList<>(command);
    whole.addAll(arguments(offset));
    return startAt(folder, offset, whole);
  }

  /** Starts a node with a {@link TestStep}, and does not wait. */
  static NodeProcess startingAt(Path folder, int offset, String step, String... options)
      throws Exception {
    var command = Launch.samara(arguments(offset, options));
    return new NodeProcess(
        folder, offset, Launch.start(folder, command, Map.of("TEST_STEP", step)));
  }

  void awaitReady() throws Exception {
    Poll.until(START_LIMIT, this::text, () -> isReady() || !process.isAlive());
    assertTrue(isReady(), this::text);
  }

  private static NodeProcess startAt(Path folder, int offset, List<String> command)
      throws Exception {
    var node = new NodeProcess(folder, offset, Launch.start(folder, command, Map.of()));
    try {
      node.awaitReady();
      return node;
    } catch (Throwable e) {
      node.close();
      node.awaitOutput();
      throw new AssertionError("the node did not start: " + node.text(), e);
    }
  }

  boolean isReady() {
    return out.stream().anyMatch(line -> line.matches("ready in \\d+ ms"));
  }

  Path folder() {
    return folder;
  }

  String name() {
    return lastListedName().orElse("samara-" + offset);
  }

  private Optional<String> lastListedName() {
    return out.stream()
        .filter(line -> line.startsWith("admin "))
        .map(line -> line.replaceAll(".*run/([^/]+)/admin.sock.*", "$1"))
        .findFirst();
  }

  int offset() {
    return offset;
  }

  /** Where a port of the default node is. */
  int port(int defaultPort) {
    return defaultPort + offset;
  }

  URI uri(String path) {
    return URI.create("http://127.0.0.1:" + port(Ports.GATEWAY) + path);
  }

  long pid() {
    return process.pid();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  List<String> out() {
    return out;
  }

  List<String> err() {
    return err;
  }

  /** Everything it printed, for the message of a failure. */
  String text() {
    return String.join("\n", out) + "\n--- stderr\n" + String.join("\n", err);
  }

  /** The first line on stderr with all these parts, within twenty seconds. */
  String logLine(String... parts) throws Exception {
    Poll.until(
        Duration.ofSeconds(20),
        () -> "no line with " + String.join(", ", parts) + "\n" + text(),
        () -> logLines(parts).size() > 0);
    return logLines(parts).getFirst();
  }

  List<String> logLines(String... parts) {
    return err.stream().filter(line -> List.of(parts).stream().allMatch(line::contains)).toList();
  }

  /** Runs a command of the CLI against this node, as a process. */
  Launch.Ended cli(String... arguments) throws Exception {
    return Launch.cli(folder, arguments);
  }

  /** Asks this node over its admin socket: what the CLI does, without a process each time. */
  Object ask(String command) throws IOException {
    try (var client = AdminClient.connect(folder.resolve("run"), Optional.of(name()))) {
      return client.ask(new JsonObject().put("command", command));
    }
  }

  JsonObject balance() throws IOException {
    return (JsonObject) ask("balance");
  }

  /** Kilobytes of resident memory, from the kernel. */
  long residentKilobytes() throws IOException {
    return Files.readAllLines(Path.of("/proc/" + pid() + "/status")).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElseThrow();
  }

  /** Stops all its threads where they are, until the signal CONT. */
  void freeze() throws Exception {
    signal("STOP");
    // The kernel stops threads one by one, and one that still runs may still answer.
    Poll.until(Duration.ofSeconds(20), () -> "still running", this::isFrozen);
  }

  private boolean isFrozen() throws IOException {
    try (var threads = Files.list(Path.of("/proc/" + pid() + "/task"))) {
      for (var thread : threads.toList()) {
        if (!Files.readString(thread.resolve("status")).contains("State:\tT")) {
          return false;
        }
      }
      return true;
    }
  }

  /** Sends a signal by its name: INT, TERM, CONT, KILL. */
  void signal(String name) throws Exception {
    var kill = new ProcessBuilder("kill", "-" + name, Long.toString(pid())).start();
    assertEquals(0, kill.waitFor(), "kill -" + name);
  }

  /** Waits for the end after a stop in good order: exit code 0, and a balance that adds up. */
  void assertStops() throws Exception {
    assertTrue(process.waitFor(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS), this::text);
    awaitOutput();
    assertEquals(0, process.exitValue(), this::text);
    assertEquals("the balance adds up", out.getLast(), this::text);
    assertTrue(
        out.stream()
            .filter(line -> line.contains("in flight"))
            .allMatch(line -> line.endsWith("in flight 0")),
        this::text);
  }

  int awaitExit() throws Exception {
    assertTrue(process.waitFor(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS), this::text);
    awaitOutput();
    return process.exitValue();
  }

  private void awaitOutput() throws InterruptedException {
    for (var reader : readers) {
      reader.join(STOP_LIMIT);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
    process.onExit().orTimeout(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS).join();
  }
}
