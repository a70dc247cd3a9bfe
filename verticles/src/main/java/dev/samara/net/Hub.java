package dev.samara.net;

import dev.samara.net.client.ClientRegistry;
import dev.samara.net.connection.CloseMode;
import dev.samara.net.connection.Connection;
import dev.samara.net.connection.ConnectionId;
import dev.samara.net.connection.ConnectionInfo;
import dev.samara.net.connection.ConnectionOptions;
import dev.samara.net.connection.Event;
import dev.samara.net.connection.Link;
import dev.samara.net.connection.ListenerFigures;
import dev.samara.net.connection.Notice;
import dev.samara.net.connection.Route;
import dev.samara.net.connection.UndeliveredException;
import dev.samara.net.memory.MemoryBudget;
import dev.samara.net.poll.Batch;
import dev.samara.net.poll.Mailbox;
import dev.samara.net.socket.BindPolicy;
import dev.samara.net.trace.CallSites;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

  /** Stands for the client registry among the names of {@link #figures}. */
  public static final String CLIENTS = "clients";

  private final VertxInternal vertx;
  private final String node;
  private final Loops loops;
  private final Listeners listeners;
  final Connector connector;
  private final Ending ending;
  private final Reach reach;
  private final MemoryBudget memory;
  private final HubStatus status;
  private final Runnable memoryObserver;
  private final ClientRegistry clients;
  private final Mailbox mailbox = Mailbox.create();
  private volatile boolean shutDown;

  private Hub(Vertx vertx, String node, HubOptions options) {
    this.memory = options.memory();
    this.clients = new ClientRegistry(options.nanoClock());
    this.vertx = (VertxInternal) vertx;
    this.node = ConnectionId.checkName("node", node);
    this.loops = new Loops(node, this.vertx, options);
    this.ending = new Ending(loops);
    this.listeners = new Listeners(vertx, loops, ending);
    this.connector = new Connector(this.vertx, loops);
    this.reach = new Reach(vertx, node, loops);
    this.status = new HubStatus(this.vertx, loops, listeners, clients, memory);
    this.memoryObserver =
        memory.observe(notice -> {
          listeners.suspend(memory.isPressed());
          loops.tell(notice);
        });
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
    return ConnectionVerticle.cover(vertx, hub.loops, hub.clients)
        .compose(_ -> hub.reach.start())
        .map(hub);
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
   * How the hub is doing.
   *
   * @return what can be asked about it
   */
  public HubStatus status() {
    return status;
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
    if (shutDown) {
      return Future.failedFuture(new IllegalStateException("the hub is shut down"));
    }
    return CallSites.mark("listen", listeners.listen(options, route));
  }

  /**
   * Limits the connections of all listeners together; no limit unless told. Who is in stays in.
   *
   * @param connections 1 or more
   * @throws IllegalArgumentException if it is less
   */
  public void limitConnections(int connections) {
    listeners.places().limit(connections);
  }

  /**
   * Starts listening on several places.
   *
   * @param wanted where and how, and where messages go; opened in the map's order
   * @param policy when that counts as successful
   * @return the listeners and, with {@link BindPolicy#ANY}, the failures; fails with a {@link
   *     ListenException} that holds all failures, and nobody listens then
   */
  public Future<Listened> listenAll(Map<ListenerOptions, Route> wanted, BindPolicy policy) {
    return listeners.listenAll(wanted, policy);
  }

  /**
   * Makes a connection of two blocking streams, such as the pipes of a child process.
   *
   * @param name stands in the connection's id where a listener's name would
   * @param input what the peer says; read by a thread of its own, closed when it has ended
   * @param output what is said to the peer; written by a thread of its own, closed in the end
   * @param options what else the connection needs
   * @param route where messages go
   * @return the connection, open
   */
  public Future<Connection> pipe(
      String name, InputStream input, OutputStream output, ConnectionOptions options, Route route) {
    return connector.pipe(name, input, output, options, route);
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
   * @return what the link is to talk to; empty if the peer is turned away, and the link to be
   *     closed
   */
  public Optional<Link.Receiver> adopt(Listener listener, Link link) {
    var here = ContextInternal.current();
    return listener.admit(loops.of(here.nettyEventLoop()), link);
  }

  /**
   * Dials out without waiting: messages may be sent at once and are kept, within the bound of the
   * connection's queue, until the connection stands or has failed for good. Which of them it is,
   * {@link Event.ConnectFinished} says, and the route's session.
   *
   * @param options where to, and how often it is tried
   * @param route where messages go that arrive
   * @return the connection; {@link Connection#closed} completes also if it was never made
   */
  public Connection dial(ConnectorOptions options, Route route) {
    return connector.dial(options, route);
  }

  /**
   * Dials out for good: whenever the connection ends the next one is dialled. The waits between are
   * those of the connector's {@link Backoff}, which should have more than one attempt.
   *
   * @param options where to, and how often it is tried before the link ends
   * @param linkOptions how the link behaves between two connections
   * @param route where messages go that arrive; asked for a session by each connection
   * @return the link, to which messages may be given at once
   */
  public HubLink link(ConnectorOptions options, LinkOptions linkOptions, Route route) {
    return connector.link(options, linkOptions, route);
  }

  /**
   * Dials out and waits.
   *
   * @param options where to
   * @param route where messages go that arrive
   * @return the connection, open; fails with one clear message if it cannot be made
   */
  public Future<Connection> connect(ConnectorOptions options, Route route) {
    return CallSites.mark("connect", connector.connect(options, route));
  }

  /**
   * Sends a message to a connection of any node.
   *
   * @param id the connection
   * @param message the message
   * @return completes when it has left; fails with {@link UndeliveredException} otherwise
   */
  public Future<Void> send(ConnectionId id, Buffer message) {
    return CallSites.mark("send", reach.send(id, message));
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
   * Asks to be told what operators want to know.
   *
   * @param observer called on an event loop; must not block nor throw
   * @return ends it when run
   */
  public Runnable observeNotices(Consumer<Notice> observer) {
    return loops.observeNotices(observer);
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
    return status.connections();
  }

  /**
   * What listeners and connectors have done and do. Each event loop's part is exact at one moment.
   * Messages that waited for a name are under {@link #CLIENTS}.
   *
   * @return by name
   */
  public Future<Map<String, ListenerFigures>> figures() {
    return status.figures();
  }

  /**
   * Ends one listener: its place is free, its connections have ended.
   *
   * @param listener a listener of this hub
   * @param mode what becomes of messages under way; with {@link CloseMode#DRAIN} nothing more is
   *     read, routes answer what they have, and that is sent
   * @param within after this the mode is {@link CloseMode#NOW}; exact to a tenth of a second
   * @return completes when all its connections have ended, with what came back
   */
  public Future<List<Event.Disconnected>> close(
      Listener listener, CloseMode mode, Duration within) {
    return listeners.close(listener, mode, within);
  }

  /**
   * Ends all connections without losing what was accepted: nobody new comes in, nothing more is
   * read or dialled, answers under way are sent.
   *
   * @param within when connections that are not done are cut
   * @return completes when all connections have ended
   */
  public Future<Void> drain(Duration within) {
    return end(within.isZero() ? CloseMode.NOW : CloseMode.DRAIN, within).mapEmpty();
  }

  private Future<List<Event.Disconnected>> end(CloseMode mode, Duration within) {
    connector.stop();
    clients.close();
    listeners.stopAccepting();
    var ends = ending.close(_ -> true, mode, within, "the node is draining");
    return Future.join(ends, listeners.unlistenAll()).compose(_ -> ends);
  }

  /**
   * Ends the hub: newcomers are refused, connections that are being dialled are cut, {@link #send}
   * is rejected, and connections end as the mode says. What is left at the deadline is given back.
   *
   * @param mode what becomes of messages under way; with {@link CloseMode#DRAIN} nothing more is
   *     read, routes answer what they have, and that is sent
   * @param within after this the mode is {@link CloseMode#NOW}; exact to a tenth of a second
   * @return what came back, when all have ended and all places are free; nothing the second time
   */
  public Future<List<Event.Disconnected>> shutdown(CloseMode mode, Duration within) {
    shutDown = true;
    mailbox.close();
    reach.stop();
    return end(mode, within)
        .onComplete(_ -> memoryObserver.run())
        .compose(ends -> listeners.close().map(ends));
  }

  /**
   * Closes everything at once.
   *
   * @return completes when all connections have ended
   */
  public Future<Void> close() {
    return shutdown(CloseMode.NOW, Duration.ZERO).mapEmpty();
  }

  /**
   * Shuts the hub down when a block ends: {@code try (var scope = hub.scope(mode, within))}.
   *
   * @param mode as for {@link #shutdown}
   * @param within as for {@link #shutdown}
   * @return to be closed on a thread that may wait
   */
  public HubScope scope(CloseMode mode, Duration within) {
    return new HubScope(this, mode, within);
  }
}
