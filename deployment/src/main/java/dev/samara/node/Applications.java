package dev.samara.node;

import dev.samara.net.Hub;
import io.vertx.core.Context;
import io.vertx.core.Deployable;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.Collections;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** Knows when a node has nothing left to do. Any thread. */
final class Applications {

  private static final long LOOK_EVERY_MILLIS = 100;

  private final Vertx vertx;
  private final Hub hub;
  private final Promise<Void> done = Promise.promise();
  private final AtomicInteger running = new AtomicInteger();

  Applications(Vertx vertx, Hub hub) {
    this.vertx = vertx;
    this.hub = hub;
  }

  Future<Void> done() {
    return done.future();
  }

  Future<String> deploy(Supplier<? extends Deployable> verticles, DeploymentOptions options) {
    return vertx.deployVerticle(() -> new Counted(verticles.get()), options);
  }

  /** The node's listeners stand: when all of them are closed there is nothing left to do either. */
  void watchListeners() {
    var own =
        hub.listeners().stream().filter(listener -> !listener.transport().isOverHttp()).toList();
    if (!own.isEmpty()) {
      vertx.setPeriodic(
          LOOK_EVERY_MILLIS,
          timer -> {
            if (Collections.disjoint(hub.listeners(), own)) {
              vertx.cancelTimer(timer);
              done.tryComplete();
            }
          });
    }
  }

  /** Counts one instance of a verticle of the application. */
  private final class Counted implements Deployable {

    private final Deployable verticle;

    Counted(Deployable verticle) {
      this.verticle = verticle;
    }

    @Override
    public Future<?> deploy(Context context) throws Exception {
      running.incrementAndGet();
      try {
        return verticle.deploy(context).onFailure(_ -> running.decrementAndGet());
      } catch (Exception e) {
        running.decrementAndGet();
        throw e;
      }
    }

    @Override
    public Future<?> undeploy(Context context) throws Exception {
      try {
        return verticle.undeploy(context).onComplete(_ -> ended(), done::tryFail);
      } catch (Exception e) {
        done.tryFail(e);
        throw e;
      }
    }

    private void ended() {
      if (running.decrementAndGet() == 0) {
        done.tryComplete();
      }
    }
  }
}
