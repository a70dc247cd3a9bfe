package dev.samara.load.trial;

import dev.samara.load.fault.NetworkPair;
import dev.samara.load.process.BenchProcess;
import dev.samara.load.process.EchoProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The load of a trial in a network namespace of its own. Used by one thread. */
final class ClientProcess implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final BenchProcess process;

  private ClientProcess(BenchProcess process) {
    this.process = process;
  }

  static ClientProcess start(NetworkPair network, int port)
      throws IOException, InterruptedException {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-cp",
            System.getProperty("java.class.path"),
            TrialLoad.class.getName(),
            network.serverAddress(),
            Integer.toString(port));
    return new ClientProcess(
        BenchProcess.start(
            network.client(),
            command,
            line -> line.equals(TrialLoad.BEGINS) ? Optional.of(line) : Optional.empty(),
            PATIENCE));
  }

  /** Until the server has seen messages. */
  void awaitLoad(EchoProcess server) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    process.tell("go");
    while (server.balance().text().startsWith("accepted 0 ")) {
      if (System.nanoTime() > deadline) {
        throw new IOException("no message has arrived: " + process.lastOutput());
      }
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  /** What the load says at its end. */
  String awaitEnd() throws IOException, InterruptedException {
    return process.ask("end", TrialLoad.ENDS, PATIENCE);
  }

  @Override
  public void close() {
    process.close();
  }
}
