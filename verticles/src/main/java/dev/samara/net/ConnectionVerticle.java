package dev.samara.net;

import dev.samara.net.connection.Session;
import dev.samara.net.lifecycle.Loop;
import dev.samara.net.time.LoopClock;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.internal.ContextInternal;
import java.time.Instant;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Owns the connections of one event loop for their life: answers for them arrive at its bus
 * address, and its timer looks after their time limits.
 */
final class ConnectionVerticle extends VerticleBase {

  private final Loops loops;

  /** None where another instance has the event loop. */
  private ScheduledFuture<?> ticking;

  ConnectionVerticle(Loops loops) {
    this.loops = loops;
  }

  @Override
  public Future<?> start() {
    var claimed = loops.claim((ContextInternal) context);
    if (claimed.isEmpty()) {
      // Another instance has this event loop already: this one has nothing to do.
      return Future.succeededFuture();
    }
    var loop = claimed.get();
    keep(loops.clockOf(loop));
    vertx.setPeriodic(Loop.TICK_MILLIS, _ -> loop.tick(System.nanoTime()));
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

  @Override
  public Future<?> stop() {
    if (ticking != null) {
      ticking.cancel(false);
    }
    return Future.succeededFuture();
  }
}
