package dev.samara.net.lifecycle;

import dev.samara.net.connection.Balance;
import dev.samara.net.connection.ConnectionId;
import dev.samara.net.connection.ConnectionInfo;
import dev.samara.net.connection.ConnectionOptions;
import dev.samara.net.connection.Event;
import dev.samara.net.connection.Ledger;
import dev.samara.net.connection.Link;
import dev.samara.net.connection.ListenerFigures;
import dev.samara.net.connection.Route;
import dev.samara.net.connection.Session;
import dev.samara.net.connection.UndeliveredException;
import dev.samara.net.connection.UndeliveredException.Outcome;
import io.netty.channel.EventLoop;
import io.netty.util.collection.LongObjectHashMap;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.ContextInternal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The connections of one event loop, which owns all fields. */
public final class Loop {

  /** How often time limits are looked at, and how exact the coarse clock is. */
  public static final long TICK_MILLIS = 100;

  private final String node;
  private final int index;
  private final int loops;
  private final String address;
  private final ContextInternal context;
  private final Consumer<Event> observer;
  private final LongObjectHashMap<LiveConnection> connections = new LongObjectHashMap<>();
  private final Map<String, ListenerTotals> ended = new HashMap<>();
  private long nextSerial;
  private long nowNanos;

  /**
   * Makes the state of one event loop.
   *
   * @param node the node's name
   * @param index which of the node's event loops this is, from 0
   * @param loops how many event loops the node has
   * @param context the context whose event loop owns everything here
   * @param observer is told, on the event loop, of connections that come and go
   */
  public Loop(
      String node, int index, int loops, ContextInternal context, Consumer<Event> observer) {
    this.node = node;
    this.index = index;
    this.loops = loops;
    this.address = "samara.loop." + node + "." + index;
    this.context = context;
    this.observer = observer;
    this.nowNanos = System.nanoTime();
  }

  /**
   * The bus address that reaches this event loop from every node.
   *
   * @return the address
   */
  public String address() {
    return address;
  }

  /**
   * The context of this event loop.
   *
   * @return the context
   */
  public ContextInternal context() {
    return context;
  }

  /**
   * The event loop.
   *
   * @return the event loop
   */
  public EventLoop eventLoop() {
    return context.nettyEventLoop();
  }

  /** Any thread: runs a task on the event loop, at once if this is it. */
  void run(Runnable task) {
    if (eventLoop().inEventLoop()) {
      task.run();
    } else {
      eventLoop().execute(task);
    }
  }

  /**
   * Calls an application as Vert.x would: on the event loop, with its context as the current one.
   */
  void dispatch(Runnable call) {
    var previous = context.beginDispatch();
    try {
      call.run();
    } finally {
      context.endDispatch(previous);
    }
  }

  long nowNanos() {
    return nowNanos;
  }

  /**
   * Takes a new link for life. On the event loop.
   *
   * @param link the link, open
   * @param name the listener or connector it belongs to
   * @param options what its connections have in common
   * @param route where its messages go
   * @param dialled whether this side dialled
   * @return the connection, open
   */
  public LiveConnection adopt(
      Link link, String name, ConnectionOptions options, Route route, boolean dialled) {
    // The serial tells the event loop as well, so that an id finds its way without a table.
    var id = new ConnectionId(node, name, nextSerial++ * loops + index);
    var connection = new LiveConnection(id, this, link, options);
    connections.put(id.serial(), connection);
    totals(name).opened++;
    connection.open(route);
    observer.accept(
        dialled
            ? new Event.ConnectFinished(connection, true, List.of())
            : new Event.RemoteConnected(connection));
    return connection;
  }

  void remove(LiveConnection connection, Event.Disconnected end) {
    connections.remove(connection.id().serial());
    totals(connection.id().listener()).add(connection.figures());
    observer.accept(end);
  }

  void rejectedAfterEnd(String listener, int messages) {
    var late = new Ledger();
    late.accept(messages);
    late.reject(messages);
    var totals = totals(listener);
    totals.out = totals.out.plus(late.balance(0));
  }

  /**
   * Finds a connection. On the event loop.
   *
   * @param serial its serial
   * @return the connection, or null if it has ended
   */
  LiveConnection find(long serial) {
    return connections.get(serial);
  }

  /**
   * Delivers an answer that came over the bus. On the event loop; without effect if the connection
   * has ended meanwhile.
   *
   * @param answer the answer
   */
  public void deliver(Session.ForConnection answer) {
    var connection = find(answer.serial());
    if (connection != null) {
      connection.session().answered(answer);
    }
  }

  /**
   * Sends a message to a connection. On the event loop.
   *
   * @param id the connection's id
   * @param message the message
   * @return completes when it has left; fails with {@link UndeliveredException} otherwise, also if
   *     the connection has ended
   */
  public Future<Void> send(ConnectionId id, Buffer message) {
    var connection = find(id.serial());
    return connection == null || !connection.id().equals(id)
        ? context.failedFuture(
            new UndeliveredException(
                Outcome.REJECTED, "there is no such connection: %s".formatted(id)))
        : connection.send(message);
  }

  /**
   * Lets time pass for all connections. On the event loop.
   *
   * @param now the clock in nanoseconds
   */
  public void tick(long now) {
    nowNanos = now;
    for (var connection : List.copyOf(connections.values())) {
      connection.tick(now);
    }
  }

  /**
   * The open connections. On the event loop.
   *
   * @return a copy
   */
  public List<LiveConnection> connections() {
    return List.copyOf(connections.values());
  }

  /**
   * All connections as they are now. On the event loop.
   *
   * @return a line for each
   */
  public List<ConnectionInfo> infos() {
    var infos = new ArrayList<ConnectionInfo>(connections.size());
    for (var connection : connections.values()) {
      infos.add(connection.infoNow());
    }
    return infos;
  }

  /**
   * The figures of each listener on this event loop. On the event loop.
   *
   * @return by the listener's name
   */
  public Map<String, ListenerFigures> figures() {
    var figures = new HashMap<String, ListenerFigures>();
    ended.forEach((name, totals) -> figures.put(name, totals.figures()));
    for (var connection : connections.values()) {
      figures.merge(connection.id().listener(), connection.figures(), ListenerFigures::plus);
    }
    return figures;
  }

  private ListenerTotals totals(String listener) {
    return ended.computeIfAbsent(listener, _ -> new ListenerTotals());
  }

  /** What ended connections leave behind. */
  private static final class ListenerTotals {
    private long opened;
    private Balance in = Balance.ZERO;
    private Balance out = Balance.ZERO;

    void add(ListenerFigures figures) {
      in = in.plus(figures.in());
      out = out.plus(figures.out());
    }

    ListenerFigures figures() {
      return new ListenerFigures(opened, 0, in, out);
    }
  }
}
