package dev.samara.net.client;

import dev.samara.net.client.NameQueue.Waiting;
import dev.samara.net.connection.Balance;
import dev.samara.net.connection.Cause;
import dev.samara.net.connection.Connection;
import dev.samara.net.connection.ConnectionId;
import dev.samara.net.connection.Ledger;
import dev.samara.net.connection.UndeliveredException;
import dev.samara.net.connection.UndeliveredException.Outcome;
import dev.samara.net.lifecycle.LiveConnection;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.ContextInternal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/**
 * The named clients of a node, over all its listeners. A name is free again when its connection has
 * ended, unless it is expected: then it waits for the next one, and so do messages to it.
 *
 * <p>Any thread may call any method. One lock guards all state; it is held for a few steps and
 * never while somebody else's code runs. Futures complete on the connection's event loop, or where
 * the message was given back.
 */
public final class ClientRegistry {

  private final Object lock = new Object();
  private final Map<String, NamedClient> clients = new HashMap<>();

  /** Those for whom messages may wait: few, however many clients there are. */
  private final Set<NamedClient> queuing = new HashSet<>();

  private final Ledger ledger = new Ledger();
  private final LongSupplier nanoClock;
  private ClientOptions options = ClientOptions.defaults();
  private boolean closed;

  /** Makes an empty registry. */
  public ClientRegistry() {
    this(System::nanoTime);
  }

  /**
   * Makes an empty registry with a clock of its own.
   *
   * @param nanoClock the time in nanoseconds, from any origin
   */
  public ClientRegistry(LongSupplier nanoClock) {
    this.nanoClock = nanoClock;
  }

  /**
   * Changes what holds for all names, from now on.
   *
   * @param newOptions the options
   */
  public void configure(ClientOptions newOptions) {
    synchronized (lock) {
      options = newOptions;
    }
  }

  /**
   * Makes a name known before its client connects: messages to it queue until it does, and again
   * after it has gone. Expecting a name again changes its options, for new messages and claims.
   *
   * @param name 1 to 64 letters, digits, dots, dashes or underscores
   * @param client what holds for the name
   * @throws IllegalArgumentException if the name has other characters
   */
  public void expect(String name, ExpectedClient client) {
    ConnectionId.checkName("client name", name);
    synchronized (lock) {
      known(name).expected = Optional.of(client);
    }
  }

  private NamedClient known(String name) {
    return clients.computeIfAbsent(name, _ -> new NamedClient(ledger));
  }

  /**
   * Whether a name is expected.
   *
   * @param name the name
   * @return true from {@link #expect} to {@link #forget}, whether or not it is connected
   */
  public boolean isExpected(String name) {
    synchronized (lock) {
      var client = clients.get(name);
      return client != null && client.expected.isPresent();
    }
  }

  /**
   * The expected names.
   *
   * @return how many messages wait for each, in alphabetical order
   */
  public Map<String, Integer> expected() {
    synchronized (lock) {
      var waiting = new TreeMap<String, Integer>();
      clients.forEach((name, client) -> {
        if (client.expected.isPresent()) {
          waiting.put(name, client.queue.size());
        }
      });
      return waiting;
    }
  }

  /**
   * Expects a name no longer and frees it: what waits for it is returned, and its connections stay
   * open without a name.
   *
   * @param name the name
   * @return what waited for it, in order
   */
  public List<Buffer> forget(String name) {
    List<Waiting> returned;
    synchronized (lock) {
      var client = clients.remove(name);
      if (client == null) {
        return List.of();
      }
      client.connections.forEach(connection -> connection.name(Optional.empty()));
      client.connections.clear();
      returned = client.queue.giveBack();
    }
    NameQueue.fail(
        returned,
        Outcome.RETURNED,
        Cause.NO_RECEIVER,
        "the name '%s' was forgotten".formatted(name));
    return returned.stream().map(Waiting::message).toList();
  }

  /**
   * Gives a connection the name it wants, as the rules and the policy for duplicates will. What has
   * queued for the name goes out first, in order.
   *
   * @param name 1 to 64 letters, digits, dots, dashes or underscores
   * @param connection a connection of this node, without a name so far
   * @return whether the connection has the name now, and why not
   * @throws IllegalArgumentException if the name has other characters or the connection has a name
   */
  public Claim claim(String name, Connection connection) {
    return claim(name, connection, List.of());
  }

  /**
   * As {@link #claim(String, Connection)}, for a handshake that answers.
   *
   * @param name the name
   * @param connection the connection
   * @param answers sent before what has queued, if the name is given
   * @return whether the connection has the name now, and why not
   * @throws IllegalArgumentException if the name has other characters or the connection has a name
   */
  public Claim claim(String name, Connection connection, List<Buffer> answers) {
    return give(name, (LiveConnection) connection, answers, true);
  }

  /**
   * Names a connection that has no name, because the application wants it so: the rules for names
   * are not asked, everything else is as for {@link #claim(String, Connection)}.
   *
   * @param connection a connection of this node, without a name so far
   * @param name 1 to 64 letters, digits, dots, dashes or underscores
   * @return whether the connection has the name now, and why not
   * @throws IllegalArgumentException if the name has other characters or the connection has a name
   */
  public Claim adopt(Connection connection, String name) {
    return give(name, (LiveConnection) connection, List.of(), false);
  }

  private Claim give(
      String name, LiveConnection connection, List<Buffer> answers, boolean askRules) {
    ConnectionId.checkName("client name", name);
    List<LiveConnection> replaced;
    synchronized (lock) {
      if (connection.client().isPresent()) {
        throw new IllegalArgumentException(
            "%s is already known as '%s'".formatted(connection.id(), connection.client().get()));
      }
      var known = Optional.ofNullable(clients.get(name));
      var expected = known.flatMap(client -> client.expected);
      if (askRules && !isAllowed(name, connection, expected)) {
        return Claim.DENIED;
      }
      var policy = expected.flatMap(ExpectedClient::onDuplicate).orElse(options.onDuplicate());
      var others = known.map(client -> List.copyOf(client.connections)).orElse(List.of());
      if (!others.isEmpty() && policy == DuplicatePolicy.REJECT) {
        return Claim.TAKEN;
      }
      if (policy == DuplicatePolicy.KEEP_BOTH && others.size() >= options.maxConnectionsPerName()) {
        return Claim.TOO_MANY;
      }
      replaced = policy == DuplicatePolicy.TAKE_OVER ? others : List.of();
      var client = known(name);
      client.connections.removeAll(replaced);
      client.connections.add(connection);
      client.arriving = true;
      connection.name(Optional.of(name));
    }
    connection.closed().onComplete(_ -> release(name, connection));
    onLoop(connection, () -> handOver(name, connection, answers));
    replaced.forEach(older ->
        older.fail(
            Cause.TAKEN_OVER,
            "its name '%s' was taken over by %s".formatted(name, connection.id())));
    return Claim.GIVEN;
  }

  private boolean isAllowed(
      String name, LiveConnection connection, Optional<ExpectedClient> expected) {
    var own = expected.map(ExpectedClient::rules).filter(rules -> !rules.isEmpty());
    var rules = own.orElse(options.rules());
    return rules.judge(connection.peer(), Optional.of(name)).allowed();
  }

  private static void onLoop(LiveConnection connection, Runnable task) {
    var eventLoop = ((ContextInternal) connection.context()).nettyEventLoop();
    if (eventLoop.inEventLoop()) {
      task.run();
    } else {
      eventLoop.execute(task);
    }
  }

  /** On the connection's event loop, so that nothing given later can overtake the queue. */
  private void handOver(String name, LiveConnection connection, List<Buffer> answers) {
    answers.forEach(connection::post);
    if (connection.closed().isComplete()) {
      return; // What waits is for the next one.
    }
    List<Waiting> queued;
    synchronized (lock) {
      var client = clients.get(name);
      if (client == null || client.connections.isEmpty() || client.newest() != connection) {
        return;
      }
      client.arriving = false;
      queued = client.queue.handOver();
    }
    for (var waiting : queued) {
      connection.sendAhead(waiting.message()).onComplete(waiting.promise());
    }
  }

  /** A connection has ended. */
  private void release(String name, LiveConnection connection) {
    List<Waiting> returned = List.of();
    Optional<LiveConnection> other = Optional.empty();
    synchronized (lock) {
      var client = clients.get(name);
      if (client == null || !client.connections.remove(connection)) {
        return;
      }
      if (client.isForgotten()) {
        clients.remove(name);
        returned = client.queue.giveBack();
      } else if (client.arriving && !client.connections.isEmpty()) {
        other = Optional.of(client.newest());
      }
    }
    other.ifPresent(left -> onLoop(left, () -> handOver(name, left, List.of())));
    NameQueue.fail(returned, Outcome.RETURNED, Cause.NO_RECEIVER, "'%s' has gone".formatted(name));
  }

  /**
   * Sends a message to a client of this node. If it is expected and not connected, the message
   * queues; the registry's own {@link #balance} accounts for it until it is handed to a connection,
   * and that connection's balance from then on.
   *
   * @param name the client's name
   * @param message the message; belongs to the registry from now on
   * @return completes when it has left for the operating system; fails with {@link
   *     UndeliveredException} otherwise: rejected if nobody has the name or the queue is full,
   *     expired, or returned
   */
  public Future<Void> send(String name, Buffer message) {
    List<LiveConnection> targets;
    synchronized (lock) {
      var client = clients.get(name);
      if (client == null || !client.isReachable()) {
        return queue(name, client, message);
      }
      targets = List.copyOf(client.connections);
    }
    for (var older : targets.subList(0, targets.size() - 1)) {
      older.post(message.copy());
    }
    return targets.getLast().send(message);
  }

  private Future<Void> queue(String name, NamedClient client, Buffer message) {
    ledger.accept(1);
    if (client == null) {
      return rejected(Cause.NO_RECEIVER, "no client is called '%s'".formatted(name));
    }
    if (closed) {
      return rejected(Cause.DRAINED, "the node is draining");
    }
    queuing.add(client);
    return client
        .queue(message, nanoClock.getAsLong())
        .orElseGet(() -> rejected(Cause.QUEUE_FULL, "the queue for '%s' is full".formatted(name)));
  }

  private Future<Void> rejected(Cause why, String reason) {
    ledger.reject(1);
    return Future.failedFuture(new UndeliveredException(Outcome.REJECTED, why, reason));
  }

  /** Lets time pass: what has waited too long expires. The hub calls it ten times a second. */
  public void tick() {
    var due = new ArrayList<Waiting>(0);
    synchronized (lock) {
      var nowNanos = nanoClock.getAsLong();
      for (var client : queuing) {
        due.addAll(client.queue.expire(nowNanos));
      }
      queuing.removeIf(client -> client.queue.size() == 0);
    }
    NameQueue.fail(due, Outcome.EXPIRED, Cause.TOO_LATE, "the client did not connect in time");
  }

  /** Queues nothing any more and returns what waits. The hub calls it when it drains. */
  public void close() {
    var returned = new ArrayList<Waiting>(0);
    synchronized (lock) {
      closed = true;
      clients.values().forEach(client -> returned.addAll(client.queue.giveBack()));
    }
    NameQueue.fail(returned, Outcome.RETURNED, Cause.DRAINED, "the node is draining");
  }

  /**
   * The account of the messages that {@link #send} could not give to a connection at once.
   *
   * @return {@code flushed} are those handed to a connection meanwhile, in whose balance they are
   *     from then on
   */
  public Balance balance() {
    synchronized (lock) {
      return ledger.balance(queuing.stream().mapToLong(one -> one.queue.size()).sum());
    }
  }

  /**
   * Finds a client.
   *
   * @param name its name
   * @return its connection, the newest if it has several; empty unless it is connected
   */
  public Optional<Connection> find(String name) {
    var connections = connections(name);
    return connections.isEmpty() ? Optional.empty() : Optional.of(connections.getLast());
  }

  /**
   * Finds all connections of a client.
   *
   * @param name its name
   * @return a copy, oldest first; more than one under {@link DuplicatePolicy#KEEP_BOTH} only
   */
  public List<Connection> connections(String name) {
    synchronized (lock) {
      var client = clients.get(name);
      return client == null ? List.of() : List.copyOf(client.connections);
    }
  }

  /**
   * All connected clients.
   *
   * @return a copy, by name in alphabetical order; the newest connection of each
   */
  public Map<String, Connection> all() {
    synchronized (lock) {
      var connected = new TreeMap<String, Connection>();
      clients.forEach((name, client) -> {
        if (!client.connections.isEmpty()) {
          connected.put(name, client.newest());
        }
      });
      return connected;
    }
  }
}
