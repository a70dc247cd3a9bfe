package dev.samara.net;

import dev.samara.net.connection.Cause;
import dev.samara.net.connection.Link;
import dev.samara.net.connection.Route;
import dev.samara.net.connection.Transport;
import dev.samara.net.lifecycle.LiveConnection;
import dev.samara.net.lifecycle.Loop;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.net.SocketAddress;
import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * Makes one connection: tries its addresses in turn, waits, tries again, until a socket stands or
 * there is no hope. Owned by the connection's event loop, except where a method says otherwise.
 *
 * <pre>
 *   start ──► attempt ──► socket stands ─────────────────► over (connected)
 *     ▲ delay   │ refused, no answer in time, next address
 *     └─────────┤
 *               └ no attempt left, limit, given up ──────► over (the link closes)
 * </pre>
 */
final class Dialling {

  /** Where sockets come from. */
  interface Sockets {

    /**
     * Tries once. On the connection's event loop.
     *
     * @param adopt called with the socket's link, before anything is read from it
     */
    Future<Void> connect(SocketAddress address, Function<Link, Link.Receiver> adopt);
  }

  private final Loop loop;
  private final ConnectorOptions options;
  private final Sockets sockets;
  private final RandomGenerator random;
  private final DialledLink link;
  private final LiveConnection connection;
  private final Promise<LiveConnection> outcome;

  /** Numbers the attempts, so that one that was cut cannot come back. */
  private int attempt;

  private int failures;
  private int address;
  private int rounds;
  private boolean over;
  private ScheduledFuture<?> timer;
  private ScheduledFuture<?> limit;

  /** Any thread. */
  Dialling(
      Loop loop,
      Transport transport,
      ConnectorOptions options,
      Sockets sockets,
      RandomGenerator random) {
    this.loop = loop;
    this.options = options;
    this.sockets = sockets;
    this.random = random;
    this.outcome = loop.context().promise();
    this.link =
        new DialledLink(
            transport,
            options.address(),
            () -> giveUp(Cause.CLOSED, "closed before it was connected"));
    this.connection = loop.dialling(link, options.name(), options.connection());
  }

  LiveConnection connection() {
    return connection;
  }

  /** Completes with the open connection; fails when it will not come. */
  Future<LiveConnection> outcome() {
    return outcome.future();
  }

  /** Any thread: begins; earlier failures make it begin with the wait that follows them. */
  void start(Route route, int earlierFailures) {
    loop.begin(connection, route);
    loop.context()
        .runOnContext(_ -> {
          if (over) {
            return;
          }
          failures = earlierFailures;
          if (!options.retry().limit().isZero()) {
            limit =
                after(
                    options.retry().limit(),
                    () -> giveUp(Cause.TIME_LIMIT, noConnectionWithin(limit())));
          }
          if (failures == 0) {
            attempt();
          } else {
            retryLater();
          }
        });
  }

  private Duration limit() {
    return options.retry().limit();
  }

  private static String noConnectionWithin(Duration time) {
    return "no connection within %d ms".formatted(time.toMillis());
  }

  private ScheduledFuture<?> after(Duration delay, Runnable task) {
    return loop.eventLoop()
        .schedule(
            () -> loop.context().dispatch(null, _ -> task.run()),
            delay.toMillis(),
            TimeUnit.MILLISECONDS);
  }

  private void attempt() {
    if (over) {
      return;
    }
    var number = ++attempt;
    var time = options.connectTimeout();
    timer = after(time, () -> failed(number, Cause.TIME_LIMIT, noConnectionWithin(time)));
    Future.succeededFuture(options.addresses().get(address))
        // Composed, because a attempt that fails early throws.
        .compose(where -> sockets.connect(where, socket -> stands(number, socket)))
        .onFailure(cause -> failed(number, Cause.NOT_CONNECTED, text(cause)));
  }

  private static String text(Throwable cause) {
    return cause.getMessage() == null ? cause.toString() : cause.getMessage();
  }

  /** A socket stands; what comes back is told of it. */
  private Link.Receiver stands(int number, Link socket) {
    if (over || number != attempt) {
      socket.close(false);
      return new NoReceiver();
    }
    end();
    link.attach(socket);
    connection.connected();
    outcome.complete(connection);
    // The socket must know its receiver first.
    loop.eventLoop().execute(this::send);
    return connection.receiver();
  }

  private void send() {
    link.open();
    connection.receiver().writable();
  }

  private void failed(int number, Cause cause, String why) {
    if (over || number != attempt) {
      return;
    }
    timer.cancel(false);
    attempt++;
    address = (address + 1) % options.addresses().size();
    if (address != 0) {
      attempt();
      return;
    }
    failures++;
    rounds++;
    if (rounds >= options.retry().maxAttempts()) {
      giveUp(cause, why);
    } else {
      retryLater();
    }
  }

  private void retryLater() {
    timer = after(options.retry().delay(failures, random), this::attempt);
  }

  /** No connection will come. */
  void giveUp(Cause cause, String why) {
    if (over) {
      return;
    }
    end();
    outcome.fail(why);
    connection.receiver().closed(cause, why);
  }

  private void end() {
    over = true;
    if (timer != null) {
      timer.cancel(false);
    }
    if (limit != null) {
      limit.cancel(false);
    }
  }
}
