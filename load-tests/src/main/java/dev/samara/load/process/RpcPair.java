package dev.samara.load.process;

import dev.samara.load.generator.Measurement;
import dev.samara.load.rpc.RpcKind;
import dev.samara.load.rpc.RpcMain;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A server in a process of its own and, in another, the client that loads it; or a single process
 * where caller and service are on one node. Used by one thread.
 */
public final class RpcPair implements AutoCloseable {
  private static final Duration START_PATIENCE = Duration.ofSeconds(60);

  private final RpcKind kind;
  private final int connections;
  private final Optional<BenchProcess> server;
  private final BenchProcess load;

  private RpcPair(RpcKind kind, int connections, Optional<BenchProcess> server, BenchProcess load) {
    this.kind = kind;
    this.connections = connections;
    this.server = server;
    this.load = load;
  }

  /**
   * Starts both, with this JVM's own executable and class path and the flags that all servers get.
   *
   * @param kind which server and client
   * @param loops event loops of the server, from 1
   * @param connections of the client, from 1
   * @return the pair, which the caller closes
   * @throws IOException if one can't start within a minute; says what it printed
   * @throws InterruptedException if this thread was interrupted
   */
  public static RpcPair start(RpcKind kind, int loops, int connections)
      throws IOException, InterruptedException {
    Optional<BenchProcess> server = Optional.empty();
    try {
      if (kind.hasServer()) {
        server = Optional.of(start("serve", kind.label(), "" + loops));
      }
      String port = server.map(BenchProcess::ready).orElse("0");
      long pid = server.map(BenchProcess::pid).orElse(0L);
      BenchProcess load = start("load", kind.label(), port, "" + connections, "" + pid);
      return new RpcPair(kind, connections, server, load);
    } catch (IOException | InterruptedException failed) {
      server.ifPresent(BenchProcess::close);
      throw failed;
    }
  }

  private static BenchProcess start(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(EchoProcess.JVM_FLAGS);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(RpcMain.class.getName());
    command.addAll(List.of(arguments));
    return BenchProcess.start(command, RpcPair::ready, START_PATIENCE);
  }

  private static Optional<String> ready(String line) {
    return line.startsWith(RpcMain.READY)
        ? Optional.of(line.substring(RpcMain.READY.length()))
        : Optional.empty();
  }

  /**
   * Measures for a while.
   *
   * @param depth calls in flight on each connection
   * @param bytes of a message
   * @param warmUp load before the window
   * @param window the measured time
   * @param patience how long after the window answers may still come, 1 ms to 1 minute
   * @return what was measured
   * @throws IOException if an answer was wrong or did not come, or a process has ended; says which
   *     and what it printed
   * @throws InterruptedException if this thread was interrupted
   */
  public Measurement measure(
      int depth, int bytes, Duration warmUp, Duration window, Duration patience)
      throws IOException, InterruptedException {
    String line =
        "measure %d %d %d %d %d"
            .formatted(depth, bytes, warmUp.toMillis(), window.toMillis(), patience.toMillis());
    Duration most = warmUp.plus(window).plus(patience).plus(START_PATIENCE);
    String answer = load.ask(line, RpcMain.RESULT, most);
    if (!answer.startsWith(RpcMain.MEASURED)) {
      throw new IOException(
          "%s, %d connections x %d in flight, %d B: %s%s"
              .formatted(kind.label(), connections, depth, bytes, answer, lastWords()));
    }
    return Measurement.of(answer.substring(RpcMain.MEASURED.length()));
  }

  private String lastWords() {
    String output = server.map(BenchProcess::lastOutput).orElse("");
    return output.isEmpty() ? "" : "; the server printed: " + output;
  }

  @Override
  public void close() {
    load.close();
    server.ifPresent(BenchProcess::close);
  }
}
