package dev.samara.net;

import dev.samara.net.client.ClientRegistry;
import dev.samara.net.connection.CloseMode;
import dev.samara.net.connection.Connection;
import dev.samara.net.connection.ConnectionId;
import dev.samara.net.connection.ConnectionInfo;
import dev.samara.net.connection.Event;
import dev.samara.net.connection.Link;
import dev.samara.net.connection.ListenerFigures;
import dev.samara.net.connection.Route;
import dev.samara.net.connection.UndeliveredException;
import dev.samara.net.connection.UndeliveredException.Outcome;
import dev.samara.net.lifecycle.LiveConnection;
import dev.samara.net.lifecycle.Loop;
import dev.samara.net.poll.Batch;
import dev.samara.net.poll.Mailbox;
import dev.samara.net.time.EventLoopDelay;
import dev.samara.net.time.LoopClock;
import dev.samara.net.trace.CallSites;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * All connections of a node, incoming and outgoing, over every transport. Takes a Vert.x and never
 * makes one. Any thread may call any method.
 *
 * <pre>{@code
 * Hub.start(vertx, "node")
 *     .compose(hub -> hub.listen(
 *         ListenerOptions.tcp("lines", 7401, new LineFraming(65_536)),
 *         Routes.bus(vertx, "echo")));
 * }</pre>
 */
public final class Hub {

  /** How often covering all event loops with verticles is tried before giving up. */
  private static final int MAX_DEPLOYMENTS = 8;

  /** How long another node may take to say what became of a message. */
  private static final Duration SEND_TIMEOUT = Duration.ofSeconds(5);

  /** Names the connection in a message from another node. */
  private static final String CONNECTION_HEADER = "connection";

  private final VertxInternal vertx;
  private final String node;
  private final Loops loops;
  private final Listeners listeners;
  private final Connector connector;
  private final ClientRegistry clients = new ClientRegistry();
  private final Mailbox mailbox = Mailbox.create();

  private Hub(Vertx vertx, String node, HubOptions options) {
    this.vertx = (VertxInternal) vertx;
    this.node = ConnectionId.checkName("node", node);
    this.loops = new Loops(node, this.vertx, options.clockPeriod());
    this.listeners = new Listeners(vertx, loops);
    this.connector = new Connector(vertx, loops);
  }

  /**
   * Starts a hub: one connection verticle per event loop.
   *
   * @param vertx where it runs; closing it closes the hub
   * @param node the node's name, unlike that of any other node in the cluster
   * @return the hub, ready to listen and dial
   */
  public static Future<Hub> start(Vertx vertx, String node) {
    return start(vertx, node, HubOptions.defaults());
  }

  /**
   * As {@link #start(Vertx, String)}, with options.
   *
   * @param vertx where it runs; closing it closes the hub
   * @param node the node's name, unlike that of any other node in the cluster
   * @param options what all its connections have in common
   * @return the hub, ready to listen and dial
   */
  public static Future<Hub> start(Vertx vertx, String node, HubOptions options) {
    var hub = new Hub(vertx, node, options);
    return hub.coverLoops(1)
        .compose(_ ->
            vertx.eventBus().<Buffer>consumer(address(node), hub::sendFromElsewhere).completion())
        .map(hub);
  }

  /**
   * Vert.x gives verticles event loops in turn, so one deployment covers them all unless somebody
   * else deploys at the same time; then the next one does.
   */
  private Future<Void> coverLoops(int deployment) {
    if (deployment > MAX_DEPLOYMENTS) {
      return Future.failedFuture("not every event loop of this Vert.x takes a verticle");
    }
    return vertx
        .deployVerticle(
            () -> new ConnectionVerticle(loops),
            new DeploymentOptions().setInstances(loops.count()))
        .compose(_ -> loops.isComplete() ? Future.succeededFuture() : coverLoops(deployment + 1));
  }

  /**
   * The node's name.
   *
   * @return the name
   */
  public String node() {
    return node;
  }

  /**
   * The named clients.
   *
   * @return the registry
   */
  public ClientRegistry clients() {
    return clients;
  }

  /**
   * The coarse clock of the calling event loop; on any other thread that of one of the hub's.
   *
   * @return the clock
   */
  public LoopClock clock() {
    return loops.clock();
  }

  /**
   * How late the event loops were since this was last asked, by anybody.
   *
   * @return the figures of each event loop
   */
  public List<EventLoopDelay> takeEventLoopDelays() {
    return loops.takeDelays();
  }

  /**
   * The hub's own mailbox: give it listeners and connectors with {@code Routes.poll}. It is closed
   * with the hub.
   *
   * @return the mailbox
   */
  public Mailbox mailbox() {
    return mailbox;
  }

  /**
   * Waits until something happens to the connections of the hub's {@link #mailbox()}.
   *
   * @param within how long at most; zero looks only
   * @return all that has happened; empty if the time is over, marked as ended if the hub is closed
   * @throws InterruptedException if the thread is interrupted while it waits
   * @throws IllegalStateException on an event loop
   */
  public Batch poll(Duration within) throws InterruptedException {
    return mailbox.poll(within);
  }

  /**
   * Starts listening.
   *
   * @param options where and how
   * @param route where messages go
   * @return the listener; fails with one clear message if the place is taken
   */
  public Future<Listener> listen(ListenerOptions options, Route route) {
    return CallSites.mark("listen", listeners.listen(options, route));
  }

  /**
   * Lets connections in whose sockets somebody else accepts, such as the WebSockets of an HTTP
   * server.
   *
   * @param options as for {@link #listen}; the host is a description of the place
   * @param route where messages go
   * @return the listener, to be used with {@link #adopt}
   */
  public Listener attach(ListenerOptions options, Route route) {
    return listeners.attach(options, route);
  }

  /**
   * Takes a link for a listener made with {@link #attach}. To be called on the link's event loop.
   *
   * @param listener the listener
   * @param link the link, open
   * @return the connection's side of the link, or empty if there are too many connections
   */
  public Optional<Link.Receiver> adopt(Listener listener, Link link) {
    var here = ContextInternal.current();
    return listener.admit(loops.of(here.nettyEventLoop()), link).map(LiveConnection::receiver);
  }

  /**
   * Dials out.
   *
   * @param options where to
   * @param route where messages go that arrive
   * @return the connection, open; fails with one clear message if it cannot be made
   */
  public Future<Connection> connect(ConnectorOptions options, Route route) {
    return CallSites.mark("connect", connector.connect(options, route.dialled()));
  }

  /**
   * Sends a message to a connection of any node.
   *
   * @param id the connection
   * @param message the message
   * @return completes when it has left; fails with {@link UndeliveredException} otherwise
   */
  public Future<Void> send(ConnectionId id, Buffer message) {
    return CallSites.mark("send", deliver(id, message));
  }

  private Future<Void> deliver(ConnectionId id, Buffer message) {
    if (id.node().equals(node)) {
      return sendHere(id, message);
    }
    var options =
        new DeliveryOptions()
            .addHeader(CONNECTION_HEADER, id.toString())
            .setSendTimeout(SEND_TIMEOUT.toMillis());
    return vertx
        .eventBus()
        .request(address(id.node()), message, options)
        .<Void>mapEmpty()
        .recover(cause ->
            Future.failedFuture(
                new UndeliveredException(
                    Outcome.REJECTED, "node '%s': %s".formatted(id.node(), cause.getMessage()))));
  }

  private Future<Void> sendHere(ConnectionId id, Buffer message) {
    return loops
        .ask(loops.ofSerial(id.serial()), loop -> loop.send(id, message))
        .compose(sent -> sent);
  }

  /** Where other nodes send messages for connections of this one. */
  private static String address(String node) {
    return "samara.hub." + node;
  }

  private void sendFromElsewhere(Message<Buffer> request) {
    sendHere(ConnectionId.parse(request.headers().get(CONNECTION_HEADER)), request.body())
        .onComplete(_ -> request.reply(null), cause -> request.fail(500, cause.getMessage()));
  }

  /**
   * Asks to be told of connections that come and go: {@link Event.RemoteConnected}, {@link
   * Event.ConnectFinished} and {@link Event.Disconnected}.
   *
   * @param observer called on the connection's event loop; must not block nor throw
   * @return ends it when run
   */
  public Runnable observe(Consumer<Event> observer) {
    return loops.observe(observer);
  }

  /**
   * The listeners.
   *
   * @return a copy, in the order in which they were started
   */
  public List<Listener> listeners() {
    return listeners.all();
  }

  /**
   * The open connections.
   *
   * @return a line for each, by id
   */
  public Future<List<ConnectionInfo>> connections() {
    return loops
        .askEach(Loop::infos)
        .map(all ->
            all.stream()
                .flatMap(List::stream)
                .sorted(Comparator.comparing(info -> info.id().toString()))
                .toList());
  }

  /**
   * What listeners and connectors have done and do. Each event loop's part is exact at one moment.
   *
   * @return by name
   */
  public Future<Map<String, ListenerFigures>> figures() {
    return loops
        .askEach(Loop::figures)
        .map(all -> {
          var sum = new TreeMap<String, ListenerFigures>();
          for (var listener : listeners.all()) {
            sum.put(listener.name(), ListenerFigures.ZERO);
          }
          for (var part : all) {
            part.forEach((name, figures) -> sum.merge(name, figures, ListenerFigures::plus));
          }
          return sum;
        });
  }

  /**
   * Ends all connections without losing what was accepted: nobody new comes in, nothing more is
   * read, answers under way are sent.
   *
   * @param within when connections that are not done are cut
   * @return completes when all connections have ended
   */
  public Future<Void> drain(Duration within) {
    return Future.join(listeners.drain(within), drainConnections(within)).mapEmpty();
  }

  private Future<Void> drainConnections(Duration within) {
    return loops
        .askEach(Loop::connections)
        .compose(all -> {
          var ends = new ArrayList<Future<?>>();
          for (var connections : all) {
            for (var connection : connections) {
              ends.add(drained(connection, within));
            }
          }
          return Future.join(ends).mapEmpty();
        });
  }

  private static Future<?> drained(LiveConnection connection, Duration within) {
    if (within.isZero()) {
      connection.close(CloseMode.NOW);
    }
    connection.drain(within);
    return connection.closed();
  }

  /**
   * Closes everything at once.
   *
   * @return completes when all connections have ended
   */
  public Future<Void> close() {
    mailbox.close();
    return drain(Duration.ZERO).compose(_ -> listeners.close()).compose(_ -> connector.close());
  }
}
