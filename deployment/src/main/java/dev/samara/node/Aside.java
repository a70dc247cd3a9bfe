package dev.samara.node;

import dev.samara.net.Hub;
import dev.samara.net.HubOptions;
import dev.samara.node.config.NodeConfig;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Optional;

/**
 * A Vert.x with one event loop and a hub, which nothing of the application runs on, and so cannot
 * block. Made when first asked for. Any thread.
 */
public final class Aside {
  private static final Duration LAST_WORDS = Duration.ofSeconds(1);

  /** Nobody there needs to know the time exactly. */
  private static final HubOptions OPTIONS =
      HubOptions.defaults().withClockPeriod(Duration.ofSeconds(1));

  private final NodeConfig config;
  private Optional<Vertx> vertx = Optional.empty();
  private Optional<Future<Hub>> hub = Optional.empty();

  Aside(NodeConfig config) {
    this.config = config;
  }

  /**
   * The Vert.x. Not to be asked for first on a thread of another one.
   *
   * @return the same for each call
   */
  public synchronized Vertx vertx() {
    if (vertx.isEmpty()) {
      vertx = Optional.of(VertxFactory.aside(config));
    }
    return vertx.get();
  }

  /**
   * The hub. Not to be asked for first on a thread of another Vert.x.
   *
   * @return the same for each call
   */
  public synchronized Future<Hub> hub() {
    if (hub.isEmpty()) {
      hub = Optional.of(Hub.start(vertx(), config.nodeName(), OPTIONS));
    }
    return hub.get();
  }

  /**
   * Answers that are on their way leave. Does not wait for the threads to end: what waits for them
   * would wait on one of them.
   */
  synchronized Future<Void> close() {
    if (vertx.isEmpty()) {
      return Future.succeededFuture();
    }
    Vertx mine = vertx.get();
    Promise<Void> closed = Promise.promise();
    hub()
        .compose(open -> open.drain(LAST_WORDS).transform(_ -> open.close()))
        .onComplete(_ -> {
          closed.complete();
          mine.close();
        });
    return closed.future();
  }
}
