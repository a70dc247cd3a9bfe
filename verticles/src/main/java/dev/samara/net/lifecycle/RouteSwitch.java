package dev.samara.net.lifecycle;

import dev.samara.net.connection.ConnectionEndedException;
import dev.samara.net.connection.Route;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.util.List;

/**
 * A connection on its way from one route to the next. Nothing is decoded meanwhile, so that no
 * message finds itself between the two. Owned by the connection's event loop.
 *
 * <pre>
 *   LEAVING ── the old session gave back what it has not begun with ──▶ SETTLING
 *      │                                                                   │
 *      │ it will not, or the connection has ended                          │ it has dealt with the rest
 *      ▼                                                                   ▼
 *    failed                                                     the new session opens
 * </pre>
 */
final class RouteSwitch {

  private enum State {
    LEAVING,
    SETTLING,
    OVER
  }

  private final Engine engine;
  private final Route next;
  private final Promise<Void> promise;
  private State state = State.LEAVING;
  private List<Buffer> unread = List.of();

  RouteSwitch(Engine engine, Route next, Promise<Void> promise) {
    this.engine = engine;
    this.next = next;
    this.promise = promise;
  }

  Promise<Void> promise() {
    return promise;
  }

  void begin() {
    engine
        .session()
        .leave()
        .onComplete(
            messages -> engine.run(() -> left(messages)), cause -> engine.run(() -> fail(cause)));
  }

  private void left(List<Buffer> messages) {
    if (state == State.LEAVING) {
      state = State.SETTLING;
      unread = messages;
      step();
    }
  }

  /** The old session may have dealt with its last message. */
  void step() {
    if (state == State.SETTLING
        && engine.inbound().pending() == unread.size()
        && !engine.isFlushing()) {
      state = State.OVER;
      engine.opens(next, unread);
      if (engine.isFlushing()) {
        end();
      } else {
        promise.tryComplete();
      }
    }
  }

  private void fail(Throwable cause) {
    if (state == State.LEAVING) {
      state = State.OVER;
      engine.switchOver();
      promise.tryFail(cause);
    }
  }

  /** The connection has ended first. */
  void end() {
    state = State.OVER;
    promise.tryFail(new ConnectionEndedException(engine.life().cause(), engine.life().reason()));
  }
}
