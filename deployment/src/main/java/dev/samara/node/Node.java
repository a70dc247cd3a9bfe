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
import dev.samara.rpc.Rpc;
import dev.samara.rpc.RpcOptions;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
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
  private final RouteFactory routes;
  private final DelayWatch delays;
  private Optional<Gateway> gateway = Optional.empty();
  private volatile boolean ready;
  private Future<NodeBalance> stopped;

  private Node(
      NodeConfig config, Optional<HazelcastCluster> cluster, Vertx vertx, Hub hub, Rpc rpc) {
    this.config = config;
    this.cluster = cluster;
    this.vertx = vertx;
    this.hub = hub;
    this.rpc = rpc;
    this.routes = new RouteFactory(vertx, hub);
    this.delays = new DelayWatch(vertx, hub.status());
  }

  /**
   * Starts a node with everything in its configuration.
   *
   * @param config what it is told
   * @return the node, ready; if anything fails, all that was started is closed again and the future
   *     fails with one clear line
   */
  public static Future<Node> start(NodeConfig config) {
    try {
      return startWith(config);
    } catch (ConfigException e) {
      return Future.failedFuture(e);
    }
  }

  private static Future<Node> startWith(NodeConfig config) {
    var cluster =
        config.cluster().enabled()
            ? Optional.of(new HazelcastCluster(config.nodeName(), config.cluster()))
            : Optional.<HazelcastCluster>empty();
    return VertxFactory.create(config, cluster)
        .compose(vertx ->
            startOn(vertx, config, cluster)
                .recover(cause -> vertx.close().transform(_ -> Future.failedFuture(cause))));
  }

  private static Future<Node> startOn(
      Vertx vertx, NodeConfig config, Optional<HazelcastCluster> cluster) {
    var id =
        cluster.map(c -> c.manager().getNodeId()).orElseGet(() -> UUID.randomUUID().toString());
    var hub = HubFactory.start(vertx, config);
    var rpc = Rpc.start(vertx, RpcOptions.defaults(config.nodeName(), id));
    return Future.all(hub, rpc)
        .compose(_ -> {
          cluster.ifPresent(c -> c.onLeave(rpc.result()::nodeLeft));
          return new Node(config, cluster, vertx, hub.result(), rpc.result()).open();
        });
  }

  private Future<Node> open() {
    return startServices()
        .compose(_ -> startListeners())
        .compose(_ -> startGateway())
        .map(_ -> {
          ready = true;
          return this;
        });
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
      var options = ListenerFactory.options(config, name, entry.getValue());
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
      var http = gateway.map(g -> g.drain(within)).orElse(Future.succeededFuture());
      stopped =
          Future.join(hub.drain(within), http)
              .onFailure(cause -> LOG.warn("draining failed: {}", cause.getMessage()))
              .transform(_ -> rpc.close())
              .transform(_ -> balance())
              .compose(balance -> hub.close().transform(_ -> vertx.close()).map(balance));
    }
    return stopped;
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
   * Its calls.
   *
   * @return the RPC end
   */
  public Rpc rpc() {
    return rpc;
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
