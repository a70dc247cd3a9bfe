package dev.samara.net.lifecycle;

import dev.samara.net.connection.Balance;
import dev.samara.net.connection.Cause;
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
import dev.samara.net.memory.MemoryBudget;
import io.netty.channel.EventLoop;
import io.netty.util.collection.LongObjectHashMap;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.ContextInternal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** The connections of one event loop, which owns all fields. */
public final class Loop {

  /** How often to call {@link #tick}, which is also how exact the coarse clock is. */
  public static final long TICK_MILLIS = 25;

  /**
   * Each tick looks at the time limits of one spoke of the wheel of connections, so that with many
   * of them no single tick takes long. A connection's turn comes ten times a second.
   */
  private static final int SPOKES = 4;

  private final String node;
  private final int index;
  private final int loops;
  private final String address;
  private final ContextInternal context;
  private final Consumer<Event> observer;
  private final List<LongObjectHashMap<LiveConnection>> wheel = new ArrayList<>();
  private final LoopMemory memory;
  private final Map<String, ListenerTotals> ended = new HashMap<>();

  /** Any thread. */
  private final AtomicLong nextSerial = new AtomicLong();

  /** Read by any thread. */
  private volatile long nowNanos;

  private int turn;

  /**
   * Makes the state of one event loop.
   *
   * @param node the node's name
   * @param index which of the node's event loops this is, from 0
   * @param loops how many event loops the node has
   * @param context the context whose event loop owns everything here
   * @param observer is told, on the event loop, of connections that come and go
   * @param budget the memory that connections share
   */
  public Loop(
      String node,
      int index,
      int loops,
      ContextInternal context,
      Consumer<Event> observer,
      MemoryBudget budget) {
    this.memory = new LoopMemory(budget);
    this.node = node;
    this.index = index;
    this.loops = loops;
    this.address = "samara.loop." + node + "." + index;
    this.context = context;
    this.observer = observer;
    this.nowNanos = System.nanoTime();
    for (var spoke = 0; spoke < SPOKES; spoke++) {
      wheel.add(new LongObjectHashMap<>());
    }
  }

  private LongObjectHashMap<LiveConnection> spoke(long serial) {
    return wheel.get((int) (serial / loops % SPOKES));
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

  LoopMemory memory() {
    return memory;
  }

  /**
   * Takes a new link for life. On the event loop.
   *
   * @param link the link, open
   * @param name the listener or connector it belongs to
   * @param options what its connections have in common
   * @param route where its messages go
   * @return the connection, open
   */
  public LiveConnection adopt(Link link, String name, ConnectionOptions options, Route route) {
    var connection = new LiveConnection(nextId(name), this, link, options, State.OPEN);
    spoke(connection.id().serial()).put(connection.id().serial(), connection);
    totals(name).opened++;
    connection.engine().open(route);
    observer.accept(new Event.RemoteConnected(connection));
    return connection;
  }

  /**
   * Makes a connection whose link does not stand yet. Any thread.
   *
   * @param link the link, not writable before {@link LiveConnection#connected}
   * @param name the connector it belongs to
   * @param options what its connections have in common
   * @return the connection, which takes messages as soon as {@link #begin} was called
   */
  public LiveConnection dialling(Link link, String name, ConnectionOptions options) {
    return new LiveConnection(nextId(name), this, link, options, State.DIALLING);
  }

  /**
   * Takes a connection that is being dialled. Any thread, before it is given to anybody.
   *
   * @param connection made by {@link #dialling}
   * @param route where its messages go
   */
  public void begin(LiveConnection connection, Route route) {
    run(() -> {
      spoke(connection.id().serial()).put(connection.id().serial(), connection);
      connection.engine().prepare(route);
    });
  }

  /** The serial tells the event loop as well, so that an id finds its way without a table. */
  private ConnectionId nextId(String name) {
    return new ConnectionId(node, name, nextSerial.getAndIncrement() * loops + index);
  }

  /** A dialled connection stands. */
  void connected(LiveConnection connection) {
    totals(connection.id().listener()).opened++;
    observer.accept(new Event.ConnectFinished(connection, true, List.of()));
  }

  void remove(LiveConnection connection, Event end) {
    spoke(connection.id().serial()).remove(connection.id().serial());
    if (wheel.stream().allMatch(LongObjectHashMap::isEmpty)) {
      memory.fold();
    }
    totals(connection.id().listener()).add(connection.engine().figures());
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
    return spoke(serial).get(serial);
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
      connection.engine().session().answered(answer);
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
                Outcome.REJECTED,
                Cause.NO_RECEIVER,
                "there is no such connection: %s".formatted(id)))
        : connection.send(message);
  }

  /**
   * Lets time pass for the connections whose turn it is. On the event loop.
   *
   * @param now the clock in nanoseconds
   */
  public void tick(long now) {
    nowNanos = now;
    memory.fold();
    turn = (turn + 1) % SPOKES;
    if (turn == 0) {
      memory.grant(this::connections);
    }
    // A copy: a connection may end at its time limit, and with it others.
    for (var connection : List.copyOf(wheel.get(turn).values())) {
      connection.engine().tick(now);
    }
  }

  /**
   * The open connections. On the event loop.
   *
   * @return a copy
   */
  public List<LiveConnection> connections() {
    var all = new ArrayList<LiveConnection>();
    wheel.forEach(spoke -> all.addAll(spoke.values()));
    return all;
  }

  /**
   * All connections as they are now. On the event loop.
   *
   * @return a line for each
   */
  public List<ConnectionInfo> infos() {
    return connections().stream().map(connection -> connection.engine().info()).toList();
  }

  /**
   * The figures of each listener on this event loop. On the event loop.
   *
   * @return by the listener's name
   */
  public Map<String, ListenerFigures> figures() {
    var figures = new HashMap<String, ListenerFigures>();
    ended.forEach((name, totals) -> figures.put(name, totals.figures()));
    for (var connection : connections()) {
      figures.merge(
          connection.id().listener(), connection.engine().figures(), ListenerFigures::plus);
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
