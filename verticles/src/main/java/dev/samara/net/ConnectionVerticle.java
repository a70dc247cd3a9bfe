package dev.samara.net;

import dev.samara.net.client.ClientRegistry;
import dev.samara.net.connection.CloseMode;
import dev.samara.net.connection.Session;
import dev.samara.net.lifecycle.Loop;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.internal.ContextInternal;

/**
 * Owns the connections of one event loop for their life: answers for them arrive at its bus
 * address, and its timer looks after their time limits.
 */
final class ConnectionVerticle extends VerticleBase {

  private final Loops loops;
  private final ClientRegistry clients;

  /** Set if this instance has its event loop for itself. */
  private Loop loop;

  ConnectionVerticle(Loops loops, ClientRegistry clients) {
    this.loops = loops;
    this.clients = clients;
  }

  @Override
  public Future<?> start() {
    var claimed = loops.claim((ContextInternal) context);
    if (claimed.isEmpty()) {
      // Another instance has this event loop already: this one has nothing to do.
      return Future.succeededFuture();
    }
    loop = claimed.get();
    vertx.setPeriodic(
        Loop.TICK_MILLIS,
        _ -> {
          loop.tick(System.nanoTime());
          clients.tick();
        });
    return vertx
        .eventBus()
        .<Session.ForConnection>consumer(loop.address(), message -> loop.deliver(message.body()))
        .completion();
  }

  /** What is still open ends with the Vert.x, whatever its transport. */
  @Override
  public Future<?> stop() {
    return loop == null
        ? Future.succeededFuture()
        : Future.join(
            loop.connections().stream()
                .map(connection -> connection.close(CloseMode.NOW))
                .toList());
  }
}
