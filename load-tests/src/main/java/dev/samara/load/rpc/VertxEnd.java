package dev.samara.load.rpc;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.internal.ContextInternal;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/** A Vert.x of one end of a comparison. Closed by the thread that made it. */
final class VertxEnd implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 20;

  private final Vertx vertx;
  private final Context context;

  /** Begins, with so many event loops. */
  VertxEnd(int loops) {
    vertx =
        Vertx.vertx(new VertxOptions().setEventLoopPoolSize(loops).setPreferNativeTransport(true));
    context = vertx.getOrCreateContext();
  }

  Vertx vertx() {
    return vertx;
  }

  /** Runs something on the first event loop; any thread. */
  void execute(Runnable task) {
    context.runOnContext(_ -> task.run());
  }

  /** The first event loop. */
  Context first() {
    return context;
  }

  /** Another event loop, of two or more. */
  Context other() {
    ContextInternal one = (ContextInternal) context;
    ContextInternal next = one;
    while (next.nettyEventLoop() == one.nettyEventLoop()) {
      next = one.owner().createEventLoopContext();
    }
    return next;
  }

  /** Makes something on an event loop; blocks. */
  static <T> T on(Context context, Callable<Future<T>> maker) throws Exception {
    Promise<T> made = Promise.promise();
    context.runOnContext(_ -> {
      try {
        maker.call().onComplete(made);
      } catch (Exception failed) {
        made.fail(failed);
      }
    });
    return await(made.future());
  }

  static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    vertx
        .close()
        .toCompletionStage()
        .toCompletableFuture()
        .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
        .join();
  }
}
