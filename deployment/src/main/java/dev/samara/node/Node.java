package dev.samara.node;

import dev.samara.examples.clock.Clock;
import dev.samara.examples.clock.SystemClock;
import dev.samara.examples.echo.EchoVerticle;
import dev.samara.http.Gateway;
import dev.samara.net.Hub;
import dev.samara.net.ListenerOptions;
import dev.samara.net.connection.Route;
import dev.samara.net.socket.BindPolicy;
import dev.samara.node.cluster.HazelcastCluster;
import dev.samara.node.cluster.Member;
import dev.samara.node.config.ConfigException;
import dev.samara.node.config.NodeConfig;
import dev.samara.node.config.RpcConfig;
import dev.samara.rpc.Rpc;
import dev.samara.rpc.RpcOptions;
import io.vertx.core.Deployable;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running node and all its parts. Methods may be called from any thread. */
public final class Node {

  private static final Logger LOG = LoggerFactory.getLogger(Node.class);
  private final NodeConfig config;
  private final Instant started = Instant.now();
  private final Optional<HazelcastCluster> cluster;
  private final Vertx vertx;
  private final Hub hub;
  private final Rpc rpc;
  private final Optional<RpcKeys> rpcKeys;
  private final RouteFactory routes;
  private final DelayWatch delays;
  private final BlockedLoops blocked;
  private final Aside aside;
  private final Applications applications;
  private Optional<Gateway> gateway = Optional.empty();
  private volatile boolean ready;
  private Future<NodeBalance> stopped;

  private Node(
      NodeConfig config,
      Optional<HazelcastCluster> cluster,
      Vertx vertx,
      Hub hub,
      Rpc rpc,
      Optional<RpcKeys> rpcKeys) {
    this.config = config;
    this.cluster = cluster;
    this.vertx = vertx;
    this.hub = hub;
    this.rpc = rpc;
    this.rpcKeys = rpcKeys;
    this.routes = new RouteFactory(vertx, hub, rpc);
    this.delays = new DelayWatch(vertx, hub.status());
    this.blocked = new BlockedLoops(hub.status(), config.blockedLoopLimit());
    this.aside = new Aside(config);
    this.applications = new Applications(vertx, hub);
  }

  /**
   * Starts a node with everything in its configuration.
   *
   * @param config what it is told
   * @return the node, ready; if anything fails, all that was started is closed again and the future
   *     fails with one clear line
   */
  public static Future<Node> start(NodeConfig config) {
    return start(config, List.of());
  }

  /**
   * As {@link #start(NodeConfig)}, with gates of the application's own.
   *
   * @param config what it is told
   * @param steps run one after the other, after the services are there and before anything listens
   *     and the node is ready
   * @return the node, ready; fails as well if a step fails or takes too long
   */
  public static Future<Node> start(NodeConfig config, List<? extends StartStep> steps) {
    try {
      return startWith(config, List.copyOf(steps));
    } catch (ConfigException e) {
      return Future.failedFuture(e);
    }
  }

  private static Future<Node> startWith(NodeConfig config, List<StartStep> steps) {
    var cluster =
        config.cluster().enabled()
            ? Optional.of(new HazelcastCluster(config.nodeName(), config.cluster()))
            : Optional.<HazelcastCluster>empty();
    return VertxFactory.create(config, cluster)
        .compose(vertx ->
            startOn(vertx, config, cluster, steps)
                .recover(cause -> vertx.close().transform(_ -> Future.failedFuture(cause))));
  }

  private static Future<Node> startOn(
      Vertx vertx, NodeConfig config, Optional<HazelcastCluster> cluster, List<StartStep> steps) {
    var id =
        cluster.map(c -> c.manager().getNodeId()).orElseGet(() -> UUID.randomUUID().toString());
    var hub = HubFactory.start(vertx, config);
    var keys = keys(vertx, config);
    var rpc = keys.compose(read -> Rpc.start(vertx, options(config, id, read)));
    return Future.all(hub, rpc)
        .compose(_ -> {
          cluster.ifPresent(c -> c.onLeave(rpc.result()::nodeLeft));
          return new Node(config, cluster, vertx, hub.result(), rpc.result(), keys.result())
              .open(steps);
        });
  }

  private static Future<Optional<RpcKeys>> keys(Vertx vertx, NodeConfig config) {
    return config
        .rpc()
        .flatMap(RpcConfig::keys)
        .map(
            given -> RpcKeys.read(new SecretSource(vertx, System::getenv), given).map(Optional::of))
        .orElse(Future.succeededFuture(Optional.empty()));
  }

  private static RpcOptions options(NodeConfig config, String id, Optional<RpcKeys> keys) {
    var options = config.rpcOptions(id);
    return keys.map(read -> options.withTuning(options.tuning().withKeys(read.keys())))
        .orElse(options);
  }

  private Future<Node> open(List<StartStep> steps) {
    return startServices()
        .compose(_ -> take(steps))
        .compose(_ -> startListeners())
        .compose(_ -> startGateway())
        .map(_ -> {
          ready = true;
          blocked.start();
          applications.watchListeners();
          return this;
        });
  }

  private Future<Void> take(List<StartStep> steps) {
    var all = Future.<Void>succeededFuture();
    for (var step : steps) {
      all = all.compose(_ -> take(step));
    }
    return all;
  }

  private Future<Void> take(StartStep step) {
    LOG.info("start step '{}'", step.name());
    Promise<Void> promise = Promise.promise();
    vertx.runOnContext(_ -> {
      try {
        step.run(this).onComplete(promise);
      } catch (Exception e) {
        promise.tryFail(e);
      }
    });
    return promise
        .future()
        .timeout(step.limit().toMillis(), TimeUnit.MILLISECONDS)
        .recover(cause ->
            Future.failedFuture(
                new IllegalStateException(
                    "start step '%s': %s".formatted(step.name(), cause.getMessage()), cause)));
  }

  private Future<Void> startServices() {
    var all = Future.<Void>succeededFuture();
    for (var service : config.services()) {
      all = all.compose(_ -> startService(service));
    }
    return all;
  }

  private Future<Void> startService(String service) {
    return switch (service) {
      case "echo" -> {
        // One instance per event loop, so that each connection finds one on its own.
        var onEach = new DeploymentOptions().setInstances(VertxFactory.EVENT_LOOPS);
        yield vertx.deployVerticle(EchoVerticle::new, onEach).mapEmpty();
      }
      case "clock" -> rpc.expose(Clock.class, new SystemClock(config.nodeName()));
      default ->
          Future.failedFuture(
              new ConfigException("services: '%s' (expected: echo, clock)".formatted(service)));
    };
  }

  /** All routes and options first, so that nothing listens if one of them is wrong. */
  private Future<Void> startListeners() {
    var wanted = new LinkedHashMap<ListenerOptions, Route>();
    var all = Future.<Void>succeededFuture();
    for (var entry : config.listeners().entrySet()) {
      var name = entry.getKey();
      var options = ListenerFactory.options(config, name, entry.getValue(), rpc.framing());
      all =
          all.compose(_ -> routes.of(name, entry.getValue()))
              .map(route -> {
                wanted.put(options, route);
                return null;
              });
    }
    return all.compose(_ -> hub.listenAll(wanted, config.bindPolicy().orElse(BindPolicy.ALL)))
        .map(listened -> {
          listened.failures().forEach(failure -> LOG.warn(failure.getMessage()));
          return null;
        });
  }

  private Future<Void> startGateway() {
    if (!config.gateway().enabled()) {
      return Future.succeededFuture();
    }
    return GatewayFactory.start(this, routes)
        .map(started -> {
          gateway = Optional.of(started);
          return null;
        });
  }

  /**
   * Stops in the order in which nothing is lost: no new connections, replies in flight are written,
   * calls are answered, uploads end; then everything is closed. Further calls wait for the first.
   *
   * @param within how long that may take before what is left is cut
   * @return where everything went
   */
  public synchronized Future<NodeBalance> stop(Duration within) {
    if (stopped == null) {
      ready = false;
      delays.stop();
      blocked.stop();
      var http = gateway.map(g -> g.drain(within)).orElse(Future.succeededFuture());
      stopped =
          Future.join(hub.drain(within), http)
              .onFailure(cause -> LOG.warn("draining failed: {}", cause.getMessage()))
              .transform(_ -> rpc.close())
              .transform(_ -> balance())
              .compose(balance ->
                  hub.close()
                      .transform(_ -> aside.close())
                      .transform(_ -> vertx.close())
                      .map(balance));
    }
    return stopped;
  }

  /**
   * Deploys a verticle of the application: the node is done when the last of them is undeployed, by
   * whoever.
   *
   * @param verticles asked for each instance
   * @param options how many, and on which kind of threads
   * @return completes with the deployment's id
   */
  public Future<String> deploy(
      Supplier<? extends Deployable> verticles, DeploymentOptions options) {
    return applications.deploy(verticles, options);
  }

  /**
   * Tells when there is nothing left to do. {@code samara run} ends then, unless told to stay.
   *
   * @return completes when the last verticle of {@link #deploy}, or the last listener of those that
   *     the node was started with, has ended; fails if such a verticle failed while it was ended
   */
  public Future<Void> done() {
    return applications.done();
  }

  /**
   * Where everything went so far.
   *
   * @return the balance
   */
  public Future<NodeBalance> balance() {
    return hub.figures()
        .map(figures -> new NodeBalance(figures, rpc.balance(), gateway.map(Gateway::uploads)));
  }

  /**
   * The nodes of the cluster.
   *
   * @return by name; without a cluster just this one
   */
  public List<Member> members() {
    return cluster
        .map(HazelcastCluster::members)
        .orElseGet(() -> List.of(new Member(config.nodeName(), "-", "-", true)));
  }

  /**
   * What it was told.
   *
   * @return the configuration
   */
  public NodeConfig config() {
    return config;
  }

  /**
   * When it started.
   *
   * @return the time
   */
  public Instant started() {
    return started;
  }

  /**
   * Whether it takes work.
   *
   * @return true from the end of the start to the beginning of the stop
   */
  public boolean isReady() {
    return ready;
  }

  /**
   * Its Vert.x.
   *
   * @return the Vert.x
   */
  public Vertx vertx() {
    return vertx;
  }

  /**
   * What goes on when all its event loops are blocked; closed with the node, last of all.
   *
   * @return the same for each call
   */
  public Aside aside() {
    return aside;
  }

  /**
   * Its connections.
   *
   * @return the hub
   */
  public Hub hub() {
    return hub;
  }

  DelayWatch delays() {
    return delays;
  }

  /**
   * Who keeps its event loops from their work.
   *
   * @return the watch
   */
  public BlockedLoops blockedLoops() {
    return blocked;
  }

  /**
   * Its calls.
   *
   * @return the RPC end
   */
  public Rpc rpc() {
    return rpc;
  }

  /** What seals its calls. */
  Optional<RpcKeys> rpcKeys() {
    return rpcKeys;
  }

  /**
   * Its HTTP front.
   *
   * @return the gateway, if there is one
   */
  public Optional<Gateway> gateway() {
    return gateway;
  }
}
