package dev.samara.load.process;

import dev.samara.load.server.EchoKind;
import dev.samara.load.server.ServerMain;
import dev.samara.load.transport.Descriptors;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One echo server in a process of its own, with the flags that all of them get. */
public final class EchoProcess implements AutoCloseable {
  /** The JVM flags of every server process; the same for all, or the comparison says nothing. */
  public static final List<String> JVM_FLAGS =
      List.of(
          "-XX:+UseG1GC",
          "-Xms512m",
          "-Xmx512m",
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow",
          "-Dvertx.disableDnsResolver=true",
          "-Dhazelcast.logging.type=slf4j",
          "-Dlogback.configurationFile=bench-logback.xml");

  /**
   * Flags that follow the others where memory is measured: room for tens of thousands of
   * connections, and a heap that is resident from the start, so that it is not counted twice.
   */
  public static final List<String> MEMORY_FLAGS =
      List.of("-Xms1g", "-Xmx1g", "-XX:+AlwaysPreTouch");

  private static final Duration HEAP_PATIENCE = Duration.ofSeconds(60);
  private static final Duration START_PATIENCE = Duration.ofSeconds(30);
  private static final String READY_WORD = "listening ";
  private static final String RESIDENT_LINE = "VmRSS:";

  private final EchoKind kind;
  private final BenchProcess process;

  private EchoProcess(EchoKind kind, BenchProcess process) {
    this.kind = kind;
    this.process = process;
  }

  /**
   * Starts a server with this JVM's own executable and class path.
   *
   * @param kind which server
   * @param loops its event loops for connections, from 1
   * @param maxPayloadBytes the longest message it takes
   * @param moreFlags JVM flags beside {@link #JVM_FLAGS}; the same for all servers of a run
   * @return the server, which listens; the caller closes it
   * @throws IOException if it can't start within 30 seconds; says what it printed
   * @throws InterruptedException if this thread was interrupted
   */
  public static EchoProcess start(
      EchoKind kind, int loops, int maxPayloadBytes, List<String> moreFlags)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(JVM_FLAGS);
    command.addAll(moreFlags);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(
        List.of(
            ServerMain.class.getName(),
            kind.label(),
            Integer.toString(loops),
            Integer.toString(maxPayloadBytes)));
    return new EchoProcess(kind, BenchProcess.start(command, EchoProcess::portOf, START_PATIENCE));
  }

  /**
   * Which server this is.
   *
   * @return the kind it was started as
   */
  public EchoKind kind() {
    return kind;
  }

  /**
   * Where the server listens.
   *
   * @return an address of loopback
   */
  public InetSocketAddress address() {
    return new InetSocketAddress(
        InetAddress.getLoopbackAddress(), Integer.parseInt(process.ready()));
  }

  /**
   * The processor time the server has used since its start.
   *
   * @return user and system time together
   * @throws IOException if the server has ended; says what it printed last
   */
  public Duration cpuTime() throws IOException {
    return process
        .cpuTime()
        .orElseThrow(() ->
            new IOException("the " + kind.label() + " server has ended: " + process.lastOutput()));
  }

  /**
   * How much of the server's heap is in use, after as many full collections as it takes.
   *
   * @return bytes
   * @throws IOException if the server has ended or does not answer within a minute
   * @throws InterruptedException if this thread was interrupted
   */
  public long liveHeapBytes() throws IOException, InterruptedException {
    return Long.parseLong(process.ask("heap", "heap ", HEAP_PATIENCE));
  }

  /**
   * The memory of the server that is in RAM, as Linux counts it.
   *
   * @return bytes
   * @throws IOException if the server has ended or the system does not tell
   */
  public long residentBytes() throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/" + process.pid() + "/status"))) {
      if (line.startsWith(RESIDENT_LINE)) {
        return Long.parseLong(line.substring(RESIDENT_LINE.length()).replaceAll("\\D", "")) << 10;
      }
    }
    throw new IOException("the system does not tell the memory of the " + kind.label() + " server");
  }

  /**
   * How many files and sockets the server has open.
   *
   * @return descriptors
   * @throws IOException if the server has ended or the system does not tell
   */
  public long openDescriptors() throws IOException {
    return Descriptors.open(process.pid());
  }

  /**
   * What the server printed last.
   *
   * @return the newest lines since it listens, empty if there are none
   */
  public String lastOutput() {
    return process.lastOutput();
  }

  /** Ends the server. */
  @Override
  public void close() {
    process.close();
  }

  private static Optional<String> portOf(String line) {
    return line.startsWith(READY_WORD)
        ? Optional.of(line.substring(READY_WORD.length()).strip())
        : Optional.empty();
  }
}
