package dev.samara.http.body;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Piece after piece to a handler, however many: neither the stack nor a chain of futures grows. A
 * piece that is dealt with at once, on whatever thread, only counts one up.
 */
final class BodyLoop {
  private final BodyStream stream;
  private final BodyHandler handler;
  private final Promise<BodyEvent.LastChunk> done = Promise.promise();
  private final AtomicInteger steps = new AtomicInteger();

  BodyLoop(BodyStream stream, BodyHandler handler) {
    this.stream = stream;
    this.handler = handler;
  }

  Future<BodyEvent.LastChunk> run() {
    step();
    return done.future();
  }

  private void step() {
    if (steps.getAndIncrement() > 0) {
      return;
    }
    do {
      stream.next().onComplete(this::handle, done::tryFail);
    } while (steps.decrementAndGet() > 0);
  }

  private void handle(BodyEvent event) {
    Future<Void> handled;
    try {
      handled = handler.handle(event);
    } catch (RuntimeException e) {
      done.tryFail(e);
      return;
    }
    handled.onComplete(
        ok -> {
          if (event instanceof BodyEvent.LastChunk last) {
            done.tryComplete(last);
          } else {
            step();
          }
        },
        done::tryFail);
  }
}
