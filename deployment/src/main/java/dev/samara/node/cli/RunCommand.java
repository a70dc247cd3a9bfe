package dev.samara.node.cli;

import dev.samara.net.Listener;
import dev.samara.net.connection.Transport;
import dev.samara.node.Maintenance;
import dev.samara.node.Node;
import dev.samara.node.NodeBalance;
import dev.samara.node.NodeViews;
import dev.samara.node.StartStep;
import dev.samara.node.admin.AdminServer;
import dev.samara.node.config.ConfigLoader;
import dev.samara.node.config.NodeConfig;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.ServiceLoader.Provider;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code samara run}: one node in the foreground, until Ctrl-C, SIGTERM or {@code samara drain}.
 */
@Command(name = "run", description = "Runs a node in the foreground; Ctrl-C drains and stops it.")
final class RunCommand implements Callable<Integer> {

  private static final Duration START_TIMEOUT = Duration.ofMinutes(2);

  /** What stopping may take beyond the drain itself: leaving the cluster, closing files. */
  private static final Duration STOP_MARGIN = Duration.ofSeconds(10);

  @Option(names = "-c", paramLabel = "FILE", description = "YAML or JSON configuration.")
  private Optional<Path> file = Optional.empty();

  @Option(names = "--cluster", description = "Look for other nodes.")
  private boolean cluster;

  @Option(names = "--name", paramLabel = "NODE", description = "The node's name.")
  private Optional<String> name = Optional.empty();

  @Option(names = "--port-offset", paramLabel = "N", description = "Add N to every port.")
  private Optional<Integer> portOffset = Optional.empty();

  @Option(
      names = "--stay-alive",
      description = "Go on when the last verticle or listener of the application has ended.")
  private boolean stayAlive;

  @Option(
      names = "--profile",
      paramLabel = "FILE",
      description = "Write a flight recording of the whole run to FILE.")
  private Optional<Path> profileFile = Optional.empty();

  @Option(names = "--exit-when-ready", hidden = true, description = "For the AOT training run.")
  private boolean exitWhenReady;

  @Override
  public Integer call() throws Exception {
    var config = config();
    if (profileFile.isPresent()) {
      profile = Optional.of(Profile.start(profileFile.get()));
    }
    var steps = ServiceLoader.load(StartStep.class).stream().map(Provider::get).toList();
    var started = Node.start(config, steps).toCompletionStage().toCompletableFuture();
    var node = await(started, START_TIMEOUT);
    Listener admin;
    try {
      var opened = AdminServer.start(node, RunCommand::exitWithin);
      admin = await(opened.toCompletionStage().toCompletableFuture(), START_TIMEOUT);
    } catch (Exception e) {
      node.stop(Duration.ZERO);
      throw e;
    }
    said = forPeople(config);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(node), "samara-stop"));
    Signals.on("HUP", () -> new Maintenance(node).reload());
    Signals.on("USR1", () -> new Maintenance(node).dump());
    lines(node, admin).forEach(said::println);
    said.printf("ready in %d ms%n", sinceProcessStart().toMillis());
    if (!stayAlive) {
      node.done().onComplete(_ -> exitWithin(config.drainTimeout()), RunCommand::exitFailed);
    }
    if (!exitWhenReady) {
      Thread.currentThread().join();
    }
    return 0;
  }

  /** Standard output belongs to the peer where a listener uses it. */
  private static PrintStream forPeople(NodeConfig config) {
    return config.listeners().values().stream().anyMatch(one -> one.transport() == Transport.STDIO)
        ? System.err
        : System.out;
  }

  private NodeConfig config() {
    var config =
        ConfigLoader.load(
            file, System.getenv(), warning -> System.err.println("samara: " + warning));
    if (portOffset.isPresent()) {
      config = config.withPortOffset(portOffset.get());
    }
    if (name.isPresent()) {
      config = config.withName(name.get());
    }
    return cluster ? config.clustered() : config;
  }

  private static <T> T await(java.util.concurrent.CompletableFuture<T> future, Duration limit)
      throws Exception {
    try {
      return future.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    }
  }

  private static List<String> lines(Node node, Listener admin) {
    var rows = new ArrayList<List<String>>();
    var listeners = new ArrayList<>(node.hub().listeners());
    listeners.add(admin);
    for (Listener listener : listeners) {
      rows.add(
          List.of(
              listener.name(),
              listener.transport().toString(),
              listener.address(),
              listener.framing(),
              listener.route()));
    }
    node.gateway()
        .ifPresent(gateway ->
            rows.add(
                List.of(
                    "gateway",
                    "http",
                    node.config().gateway().host() + ":" + gateway.port(),
                    "http/1.1",
                    "/rpc /uploads /ws%s /events /health /metrics /status /"
                        .formatted(node.config().gateway().sse().isPresent() ? " /sse" : ""))));
    return new Table(rows).lines();
  }

  /** By the JVM's own clock: the start that the operating system tells may be a second off. */
  private static Duration sinceProcessStart() {
    var started = ManagementFactory.getRuntimeMXBean().getStartTime();
    return Duration.between(Instant.ofEpochMilli(started), Instant.now());
  }

  /** Set before the shutdown hook is. */
  private static volatile PrintStream said = System.out;

  /** Set before the shutdown hook is. */
  private static volatile Optional<Profile> profile = Optional.empty();

  /** Set before the exit that the shutdown hook then carries out. */
  private static volatile Optional<Duration> askedWithin = Optional.empty();

  /** Set before the exit that the shutdown hook then carries out. */
  private static volatile boolean failed;

  private static void exitFailed(Throwable cause) {
    System.err.println("samara: a verticle failed: " + Main.oneLine(cause));
    failed = true;
    exitWithin(askedWithin.orElse(Duration.ZERO));
  }

  /** Ends the process as Ctrl-C does, with a limit of its own. */
  private static void exitWithin(Duration within) {
    askedWithin = Optional.of(within);
    Thread.ofPlatform().start(() -> System.exit(0));
  }

  /** In the shutdown hook: drains, prints the balance, and ends with exit code 0. */
  private static void stop(Node node) {
    var within = askedWithin.orElse(node.config().drainTimeout());
    said.printf("draining for at most %d ms%n", within.toMillis());
    var exitCode = 0;
    try {
      var balance =
          await(
              node.stop(within).toCompletionStage().toCompletableFuture(),
              within.plus(STOP_MARGIN));
      endProfile();
      print(balance);
      exitCode = balance.addsUp() && !failed ? 0 : 1;
    } catch (Exception e) {
      System.err.println("samara: stopping failed: " + Main.oneLine(e));
      exitCode = 1;
    }
    said.flush();
    // A signal alone would end the process with 128 and its number.
    Runtime.getRuntime().halt(exitCode);
  }

  /** The process is halted, which would cut off a recording that is still being written. */
  private static void endProfile() {
    profile.ifPresent(recording -> {
      recording.end();
      said.println(recording);
    });
  }

  private static void print(NodeBalance balance) {
    BalanceText.lines(NodeViews.json(balance)).forEach(said::println);
  }
}
