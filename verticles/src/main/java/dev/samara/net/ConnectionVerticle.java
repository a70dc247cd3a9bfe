package dev.samara.net;

import dev.samara.net.client.ClientRegistry;
import dev.samara.net.connection.CloseMode;
import dev.samara.net.connection.Session;
import dev.samara.net.lifecycle.Loop;
import dev.samara.net.time.LoopClock;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import java.time.Instant;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Owns the connections of one event loop for their life: answers for them arrive at its bus
 * address, and its timer looks after their time limits.
 */
final class ConnectionVerticle extends VerticleBase {

  /** How often covering all event loops with verticles is tried before giving up. */
  private static final int MAX_DEPLOYMENTS = 8;

  /** How exact the expiry of messages is that wait for a name; one event loop looks after it. */
  private static final long CLIENTS_TICK_MILLIS = 100;

  private final Loops loops;
  private final ClientRegistry clients;

  /** Set if this instance has its event loop for itself. */
  private Loop loop;

  /** None where another instance has the event loop. */
  private ScheduledFuture<?> ticking;

  ConnectionVerticle(Loops loops, ClientRegistry clients) {
    this.loops = loops;
    this.clients = clients;
  }

  /** Deploys one for each event loop. */
  static Future<Void> cover(Vertx vertx, Loops loops, ClientRegistry clients) {
    return cover(vertx, loops, clients, 1);
  }

  /**
   * Vert.x gives verticles event loops in turn, so one deployment covers them all unless somebody
   * else deploys at the same time; then the next one does.
   */
  private static Future<Void> cover(
      Vertx vertx, Loops loops, ClientRegistry clients, int deployment) {
    if (deployment > MAX_DEPLOYMENTS) {
      return Future.failedFuture("not every event loop of this Vert.x takes a verticle");
    }
    return vertx
        .deployVerticle(
            () -> new ConnectionVerticle(loops, clients),
            new DeploymentOptions().setInstances(loops.count()))
        .compose(_ ->
            loops.isComplete()
                ? Future.succeededFuture()
                : cover(vertx, loops, clients, deployment + 1));
  }

  @Override
  public Future<?> start() {
    var claimed = loops.claim((ContextInternal) context);
    if (claimed.isEmpty()) {
      // Another instance has this event loop already: this one has nothing to do.
      return Future.succeededFuture();
    }
    loop = claimed.get();
    keep(loops.clockOf(loop));
    loop.tick(loops.nowNanos());
    vertx.setPeriodic(Loop.TICK_MILLIS, _ -> loop.tick(loops.nowNanos()));
    if (loops.isFirst(loop)) {
      vertx.setPeriodic(CLIENTS_TICK_MILLIS, _ -> clients.tick());
    }
    return vertx
        .eventBus()
        .<Session.ForConnection>consumer(loop.address(), message -> loop.deliver(message.body()))
        .completion();
  }

  /** On the bare event loop: what Vert.x would add to each tick is not needed. */
  private void keep(LoopClock clock) {
    var nanos = clock.period().toNanos();
    ticking =
        ((ContextInternal) context)
            .nettyEventLoop()
            .scheduleAtFixedRate(
                () -> clock.tick(System.nanoTime(), Instant.now()),
                nanos,
                nanos,
                TimeUnit.NANOSECONDS);
  }

  /** What is still open ends with the Vert.x, whatever its transport. */
  @Override
  public Future<?> stop() {
    if (loop == null) {
      return Future.succeededFuture();
    }
    ticking.cancel(false);
    return Future.join(
        loop.connections().stream().map(connection -> connection.close(CloseMode.NOW)).toList());
  }
}
