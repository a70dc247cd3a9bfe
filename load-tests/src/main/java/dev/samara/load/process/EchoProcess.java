package dev.samara.load.process;

import dev.samara.load.server.EchoKind;
import dev.samara.load.server.ServerMain;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
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

  private static final Duration START_PATIENCE = Duration.ofSeconds(30);
  private static final String READY_WORD = "listening ";

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
   * @param loops its event loops, from 1
   * @return the server, which listens; the caller closes it
   * @throws IOException if it can't start within 30 seconds; says what it printed
   * @throws InterruptedException if this thread was interrupted
   */
  public static EchoProcess start(EchoKind kind, int loops)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(JVM_FLAGS);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(ServerMain.class.getName(), kind.label(), Integer.toString(loops)));
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
