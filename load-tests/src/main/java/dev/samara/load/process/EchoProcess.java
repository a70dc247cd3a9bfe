package dev.samara.load.process;

import dev.samara.load.fault.Setting;
import dev.samara.load.generator.Medium;
import dev.samara.load.generator.Target;
import dev.samara.load.generator.WireFormat;
import dev.samara.load.server.EchoKind;
import dev.samara.load.server.ServerMain;
import dev.samara.load.transport.Descriptors;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One echo server in a process of its own, with the flags that all of them get. */
public final class EchoProcess implements Subject {
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

  private final EchoKind kind;
  private final Medium medium;
  private final BenchProcess process;

  private EchoProcess(EchoKind kind, Medium medium, BenchProcess process) {
    this.kind = kind;
    this.medium = medium;
    this.process = process;
  }

  /**
   * Starts a server with this JVM's own executable and class path.
   *
   * @param kind which server
   * @param medium how messages travel
   * @param loops its event loops for connections, from 1
   * @param maxPayloadBytes the longest message it takes
   * @param moreFlags JVM flags beside {@link #JVM_FLAGS}; the same for all servers of a run
   * @return the server, which listens; the caller closes it
   * @throws IOException if it can't start within 30 seconds; says what it printed
   * @throws InterruptedException if this thread was interrupted
   */
  public static EchoProcess start(
      EchoKind kind, Medium medium, int loops, int maxPayloadBytes, List<String> moreFlags)
      throws IOException, InterruptedException {
    return start(kind, medium, loops, maxPayloadBytes, moreFlags, Setting.USUAL);
  }

  /**
   * Starts a server in a setting.
   *
   * @param kind which server
   * @param medium how messages travel
   * @param loops its event loops for connections, from 1
   * @param maxPayloadBytes the longest message it takes
   * @param moreFlags JVM flags beside {@link #JVM_FLAGS}
   * @param setting in which its process runs
   * @return the server, which listens; the caller closes it
   * @throws IOException if it can't start within 30 seconds; says what it printed
   * @throws InterruptedException if this thread was interrupted
   */
  public static EchoProcess start(
      EchoKind kind,
      Medium medium,
      int loops,
      int maxPayloadBytes,
      List<String> moreFlags,
      Setting setting)
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
            medium.label(),
            Integer.toString(loops),
            Integer.toString(maxPayloadBytes)));
    return new EchoProcess(
        kind, medium, BenchProcess.start(setting, command, EchoProcess::placeOf, START_PATIENCE));
  }

  /**
   * Which server this is.
   *
   * @return the kind it was started as
   */
  public EchoKind kind() {
    return kind;
  }

  @Override
  public String label() {
    return kind.label();
  }

  @Override
  public WireFormat wire() {
    return kind.wire();
  }

  @Override
  public Target target() {
    return medium.target(process.ready());
  }

  /**
   * What became of the messages of the server; those in flight count as such.
   *
   * @return whether the balance adds up, and its figures
   * @throws IOException if the server has ended or does not answer
   * @throws InterruptedException if this thread was interrupted
   */
  public BalanceAnswer balance() throws IOException, InterruptedException {
    String answer = process.ask("balance", "balance ", HEAP_PATIENCE);
    return new BalanceAnswer(answer.startsWith("yes"), answer.substring(answer.indexOf(' ') + 1));
  }

  /**
   * What a server says about its messages.
   *
   * @param addsUp whether each is accounted for
   * @param text the figures; all of them 0 for a server that keeps none
   */
  public record BalanceAnswer(boolean addsUp, String text) {
    private static final String NOTHING_IN_FLIGHT = "in flight 0";

    /**
     * Whether all messages have come to their end.
     *
     * @return true if none is in flight
     */
    public boolean settled() {
      return text.endsWith(NOTHING_IN_FLIGHT);
    }
  }

  /**
   * The process in the system's tables.
   *
   * @return its number
   */
  public long pid() {
    return process.pid();
  }

  @Override
  public Optional<Duration> cpuTime() throws IOException {
    Optional<Duration> used = process.cpuTime();
    if (used.isEmpty()) {
      throw new IOException("the " + label() + " server has ended: " + process.lastOutput());
    }
    return used;
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
    return process.residentBytes();
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

  @Override
  public String lastOutput() {
    return process.lastOutput();
  }

  @Override
  public void close() {
    process.close();
  }

  private static Optional<String> placeOf(String line) {
    return line.startsWith(READY_WORD)
        ? Optional.of(line.substring(READY_WORD.length()).strip())
        : Optional.empty();
  }
}
