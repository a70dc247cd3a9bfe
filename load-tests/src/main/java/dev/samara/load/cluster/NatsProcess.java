package dev.samara.load.cluster;

import dev.samara.load.fault.Tool;
import dev.samara.load.process.BenchProcess;
import dev.samara.load.transport.Ports;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A NATS server on loopback, with its defaults. */
public final class NatsProcess implements AutoCloseable {
  private static final String PROGRAM = "nats-server";
  private static final Duration START_PATIENCE = Duration.ofSeconds(20);

  private final BenchProcess process;
  private final int port;

  private NatsProcess(BenchProcess process, int port) {
    this.process = process;
    this.port = port;
  }

  /**
   * Whether it can be started.
   *
   * @return what is missing in words, empty if nothing
   */
  public static Optional<String> missing() {
    return Tool.missing(PROGRAM).map(text -> text + " (Debian package: nats-server)");
  }

  /**
   * Starts it.
   *
   * @return the server, which listens; the caller closes it
   * @throws IOException if it can't start; says what it printed
   * @throws InterruptedException if this thread was interrupted
   */
  public static NatsProcess start() throws IOException, InterruptedException {
    int port = Ports.free();
    return new NatsProcess(
        BenchProcess.start(
            List.of(
                Tool.find(PROGRAM).map(Path::toString).orElse(PROGRAM),
                "--addr",
                Member.HOST,
                "--port",
                Integer.toString(port)),
            line -> line.contains("Server is ready") ? Optional.of(line) : Optional.empty(),
            START_PATIENCE),
        port);
  }

  /**
   * Where it is.
   *
   * @return for the client library
   */
  public String url() {
    return "nats://%s:%d".formatted(Member.HOST, port);
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
  public void close() {
    process.close();
  }
}
