package dev.samara.net.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.samara.codec.line.LineFraming;
import dev.samara.net.Backoff;
import dev.samara.net.ConnectorOptions;
import dev.samara.net.Hub;
import dev.samara.net.HubLink;
import dev.samara.net.LinkOptions;
import dev.samara.net.Listener;
import dev.samara.net.ListenerOptions;
import dev.samara.net.chaos.Tracked.Fate;
import dev.samara.net.connection.Balance;
import dev.samara.net.connection.CloseMode;
import dev.samara.net.connection.Connection;
import dev.samara.net.connection.ConnectionOptions;
import dev.samara.net.connection.SlowConsumerPolicy;
import dev.samara.net.connection.Timeouts;
import dev.samara.net.connection.UndeliveredException;
import dev.samara.net.route.ConnectionHandler;
import dev.samara.net.route.Routes;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A hub under everything that peers and its own users can do to it. */
final class Chaos implements AutoCloseable {

  private static final int PEERS = 150;
  private static final int SENDERS = 4;

  private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(2));
  private final Hub hub = await(Hub.start(vertx, "chaos"));
  private final long seed;
  private final Map<Integer, Tracked> accepted = new ConcurrentHashMap<>();
  private final List<Tracked> live = new CopyOnWriteArrayList<>();
  private final List<Tracked> dialled = new CopyOnWriteArrayList<>();
  private final List<HubLink> links = new ArrayList<>();
  private final List<Future<Void>> linkSends = new CopyOnWriteArrayList<>();
  private final List<Throwable> faults = new CopyOnWriteArrayList<>();
  private final List<Thread> threads = new ArrayList<>();
  private final Listener push;
  private final Listener echo;
  private volatile boolean ending;

  Chaos(long seed) {
    this.seed = seed;
    ConnectionHandler echoing = Connection::post;
    this.push = await(hub.listen(options("push"), Routes.handler(() -> new Pushing())));
    this.echo = await(hub.listen(options("echo"), Routes.handler(() -> echoing)));
    for (var i = 0; i < 5; i++) {
      ConnectionHandler silent = (_, _) -> {};
      var to = to("link", echo.port(), Backoff.UNLIMITED);
      var linkOptions = LinkOptions.defaults().withStableAfter(Duration.ZERO);
      links.add(hub.link(to, linkOptions, Routes.handler(() -> silent)));
    }
  }

  private static ConnectionOptions connection() {
    return ConnectionOptions.of(new LineFraming(10_000))
        .withQueue(200_000, SlowConsumerPolicy.REJECT)
        .withTimeouts(Timeouts.DEFAULT.withClose(Duration.ofMillis(300)));
  }

  private static ListenerOptions options(String name) {
    return ListenerOptions.tcp(name, 0, new LineFraming(1)).withConnection(connection());
  }

  private static ConnectorOptions to(String name, int port, int attempts) {
    return ConnectorOptions.to(
            name, SocketAddress.inetSocketAddress(port, "127.0.0.1"), connection())
        .withRetry(
            Backoff.standard()
                .withDelays(Duration.ofMillis(1), Duration.ofMillis(50))
                .withMaxAttempts(attempts));
  }

  static <T> T await(Future<T> future) {
    try {
      return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  /** Without a stack trace: it is in the log a hundred times. */
  private static final class OnPurpose extends RuntimeException {
    private static final long serialVersionUID = 1L;

    OnPurpose() {
      super("on purpose", null, false, false);
    }
  }

  /** Tells a peer which connection it is, and does not like everything it hears. */
  private final class Pushing implements ConnectionHandler {

    @Override
    public void connected(Connection connection) {
      var serial = (int) connection.id().serial();
      connection.post(Buffer.buffer(Tracked.GREETING + serial));
      var tracked = new Tracked(connection);
      accepted.put(serial, tracked);
      live.add(tracked);
    }

    @Override
    public void message(Connection connection, Buffer message) {
      if (message.toString().equals("bad")) {
        throw new OnPurpose();
      }
    }
  }

  /** Lets everything happen; returns how often the accounts were looked at meanwhile. */
  int rage(Duration time) {
    var until = System.nanoTime() + time.toNanos();
    for (var i = 0; i < PEERS; i++) {
      var random = new Random(seed + i);
      start(() -> {
        while (!ending) {
          new ChaosPeer(push.port(), random.nextLong(), accepted::get).run();
        }
      });
    }
    for (var i = 0; i < SENDERS; i++) {
      var random = new Random(seed - 1 - i);
      start(() -> {
        while (!ending) {
          act(random);
        }
      });
    }
    var looks = 0;
    while (faults.isEmpty() && goesOn(until, looks)) {
      look();
      looks++;
    }
    return looks;
  }

  /** A slow machine gets another minute to do enough. */
  private boolean goesOn(long until, int looks) {
    var now = System.nanoTime();
    var isEnough = looks > 1 && accepted.size() > 200;
    return now < until || !isEnough && now < until + Duration.ofMinutes(1).toNanos();
  }

  private void start(Runnable task) {
    threads.add(
        Thread.ofVirtual()
            .start(() -> {
              try {
                task.run();
              } catch (Throwable e) {
                faults.add(e);
              }
            }));
  }

  private void act(Random random) {
    switch (random.nextInt(100)) {
      case 0, 1, 2 -> dial(random);
      case 3, 4, 5, 6 -> one(random).ifPresent(tracked -> close(tracked.connection, random));
      case 7 -> close(links.get(random.nextInt(links.size())).connection(), random);
      case 8, 9, 10 -> {
        var link = links.get(random.nextInt(links.size()));
        linkSends.add(link.send(Buffer.buffer("x".repeat(random.nextInt(2_000)))));
      }
      default -> one(random).ifPresent(tracked -> sendSome(tracked, random));
    }
    live.removeIf(tracked -> tracked.connection.closed().isComplete() && random.nextInt(5) == 0);
    // Enough to fill queues now and then, not so much that nobody else gets a turn.
    LockSupport.parkNanos(random.nextInt(600_000));
  }

  private static void sendSome(Tracked tracked, Random random) {
    for (var i = random.nextInt(20); i >= 0; i--) {
      tracked.send(random.nextInt(50) == 0 ? 10_001 : random.nextInt(3_000));
    }
  }

  private java.util.Optional<Tracked> one(Random random) {
    var all = live.toArray(new Tracked[0]);
    return all.length == 0
        ? java.util.Optional.empty()
        : java.util.Optional.of(all[random.nextInt(all.length)]);
  }

  private static void close(Connection connection, Random random) {
    var mode = CloseMode.values()[random.nextInt(3)];
    connection.close(mode, Duration.ofMillis(random.nextInt(300)));
  }

  /** To the echo, or to a port at which nobody is. */
  private void dial(Random random) {
    ConnectionHandler silent = (_, _) -> {};
    var to = random.nextInt(4) == 0 ? to("out", 1, 3) : to("out", echo.port(), 1);
    var tracked = new Tracked(hub.dial(to, Routes.handler(() -> silent)));
    dialled.add(tracked);
    sendSome(tracked, random);
    live.add(tracked);
  }

  /** At any moment the accounts of connections, listeners and the hub add up. */
  private void look() {
    for (var info : await(hub.connections())) {
      assertAddsUp(info.id().toString(), info.in());
      assertAddsUp(info.id().toString(), info.out());
    }
    await(hub.figures())
        .forEach((name, figures) -> {
          assertAddsUp(name, figures.in());
          assertAddsUp(name, figures.out());
        });
  }

  private void assertAddsUp(String what, Balance balance) {
    assertTrue(balance.addsUp(), () -> "seed " + seed + ", " + what + ": " + balance);
  }

  /** Shuts the hub down and compares every account; returns how many connections there were. */
  int end() throws InterruptedException {
    ending = true;
    var mode = CloseMode.values()[Math.floorMod(seed, 3)];
    await(hub.shutdown(mode, Duration.ofMillis(500)));
    for (var thread : threads) {
      assertTrue(thread.join(Duration.ofSeconds(20)), "a thread does not end");
    }
    var incoming = List.copyOf(accepted.values());
    awaitSettled(incoming);
    awaitSettled(dialled);
    incoming.forEach(Tracked::check);
    dialled.forEach(Tracked::check);
    var figures = await(hub.figures());
    // One greeting for each connection comes on top.
    assertSame("push", incoming, figures.get("push").out(), incoming.size());
    assertSame("out", dialled, figures.get("out").out(), 0);
    figures.forEach((name, each) -> {
      assertEquals(0, each.open(), name);
      assertEquals(0, each.in().inFlight() + each.out().inFlight(), name);
    });
    look();
    assertLinks();
    System.out.println("chaos: ended by " + mode + "; " + figures);
    return incoming.size() + dialled.size();
  }

  private static void awaitSettled(List<Tracked> all) {
    for (var tracked : all) {
      Waiting.until("settled", tracked::isSettled);
    }
  }

  private void assertSame(String name, List<Tracked> all, Balance out, int greetings) {
    var hint = "seed " + seed + ", " + name + ": " + out;
    assertAddsUp(name, out);
    var messages = all.stream().mapToLong(each -> each.fates().size()).sum();
    assertEquals(messages + greetings, out.accepted(), hint);
    assertEquals(Tracked.count(all, Fate.REJECTED), out.rejected(), hint);
    var rest = out.flushed() + out.incomplete() + out.returned() - greetings;
    assertEquals(messages - Tracked.count(all, Fate.REJECTED), rest, hint);
    if (greetings == 0) {
      assertEquals(Tracked.count(all, Fate.FLUSHED), out.flushed(), hint);
      assertEquals(Tracked.count(all, Fate.INCOMPLETE), out.incomplete(), hint);
      assertEquals(Tracked.count(all, Fate.RETURNED), out.returned(), hint);
    }
  }

  private void assertLinks() {
    var sum = Balance.ZERO;
    for (var link : links) {
      await(link.closed());
      sum = sum.plus(await(link.balance()));
    }
    Waiting.until("outcomes", () -> linkSends.stream().allMatch(Future::isComplete));
    assertAddsUp("links", sum);
    assertEquals(0, sum.inFlight());
    assertEquals(linkSends.size(), sum.accepted());
    assertEquals(linkSends.stream().filter(Future::succeeded).count(), sum.flushed());
    assertEquals(sum.incomplete(), linkOutcomes(UndeliveredException.Outcome.INCOMPLETE));
    assertEquals(sum.returned(), linkOutcomes(UndeliveredException.Outcome.RETURNED));
  }

  private long linkOutcomes(UndeliveredException.Outcome outcome) {
    return linkSends.stream()
        .filter(Future::failed)
        .filter(sent -> ((UndeliveredException) sent.cause()).outcome() == outcome)
        .count();
  }

  List<Throwable> faults() {
    return faults;
  }

  @Override
  public void close() {
    ending = true;
    await(vertx.close());
  }
}
