package dev.samara.load.process;

import dev.samara.load.generator.CallPlan;
import dev.samara.load.generator.Measurement;
import dev.samara.load.generator.Medium;
import dev.samara.load.rpc.PlanWords;
import dev.samara.load.rpc.RpcKind;
import dev.samara.load.rpc.RpcMain;
import dev.samara.load.rpc.RpcTarget;
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

  /** Nothing is counted. */
  private static final String NO_PID = "0";

  private final String label;
  private final Optional<BenchProcess> server;
  private final BenchProcess load;

  private RpcPair(String label, Optional<BenchProcess> server, BenchProcess load) {
    this.label = label;
    this.server = server;
    this.load = load;
  }

  /**
   * Starts both, with this JVM's own executable and class path and the flags that all servers get.
   *
   * @param kind which server and client
   * @param medium how their calls travel, one of those of the kind
   * @param loops event loops of the server, from 1
   * @param connections of the client, from 1
   * @return the pair, which the caller closes
   * @throws IOException if one can't start within a minute; says what it printed
   * @throws InterruptedException if this thread was interrupted
   */
  public static RpcPair start(RpcKind kind, Medium medium, int loops, int connections)
      throws IOException, InterruptedException {
    Optional<BenchProcess> server = Optional.empty();
    try {
      if (kind.hasServer()) {
        server =
            Optional.of(start(List.of(RpcMain.SERVE, kind.label(), medium.label(), "" + loops)));
      }
      String pid = server.map(BenchProcess::pid).map(String::valueOf).orElse(RpcMain.OWN_PID);
      List<String> target = server.map(BenchProcess::ready).map(RpcPair::words).orElse(List.of());
      return new RpcPair(kind.label(), server, load(kind, connections, pid, target));
    } catch (IOException | InterruptedException failed) {
      server.ifPresent(BenchProcess::close);
      throw failed;
    }
  }

  /**
   * Starts a client of a service that runs already: the user's own.
   *
   * @param target where it is, and what to call there
   * @param connections of the client, from 1
   * @return the pair, named {@code target}, which the caller closes; the service is left as it is,
   *     and its processor time is not known
   * @throws IOException if the client can't connect within a minute; says what it printed
   * @throws InterruptedException if this thread was interrupted
   */
  public static RpcPair running(RpcTarget target, int connections)
      throws IOException, InterruptedException {
    return new RpcPair(
        "target", Optional.empty(), load(RpcKind.SAMARA, connections, NO_PID, target.words()));
  }

  private static BenchProcess load(RpcKind kind, int connections, String pid, List<String> target)
      throws IOException, InterruptedException {
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of(RpcMain.LOAD, kind.label(), "" + connections, pid));
    arguments.addAll(target);
    return start(arguments);
  }

  private static List<String> words(String line) {
    return List.of(line.split(" "));
  }

  private static BenchProcess start(List<String> arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(EchoProcess.JVM_FLAGS);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(RpcMain.class.getName());
    command.addAll(arguments);
    return BenchProcess.start(command, RpcPair::ready, START_PATIENCE);
  }

  private static Optional<String> ready(String line) {
    return line.startsWith(RpcMain.READY)
        ? Optional.of(line.substring(RpcMain.READY.length()))
        : Optional.empty();
  }

  /**
   * Where the server is.
   *
   * @return empty if it is in the process of the load, or not ours
   */
  public Optional<RpcTarget> target() {
    return server.map(BenchProcess::ready).map(RpcPair::words).map(RpcTarget::parse);
  }

  /**
   * Measures for a while.
   *
   * @param plan what to do, with as many connections as were opened
   * @return what was measured
   * @throws IOException if an answer was wrong or did not come, or a process has ended; says which
   *     and what it printed
   * @throws InterruptedException if this thread was interrupted
   */
  public Measurement measure(CallPlan plan) throws IOException, InterruptedException {
    Duration most =
        plan.warmUp().plus(plan.window()).plus(plan.answerTimeout()).plus(START_PATIENCE);
    String answer = load.ask(RpcMain.MEASURE + PlanWords.of(plan), RpcMain.RESULT, most);
    if (!answer.startsWith(RpcMain.MEASURED)) {
      throw new IOException(
          "%s, %d connections: %s%s".formatted(label, plan.connections(), answer, lastWords()));
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
