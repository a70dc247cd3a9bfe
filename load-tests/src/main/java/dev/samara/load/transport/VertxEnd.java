package dev.samara.load.transport;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.internal.ContextInternal;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/**
 * A Vert.x of one end of a comparison, on the fastest transport of the machine. Closed by the
 * thread that made it.
 */
public final class VertxEnd implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 20;

  private final Vertx vertx;
  private final Context context;

  /**
   * Begins.
   *
   * @param loops event loops, from 1
   */
  public VertxEnd(int loops) {
    vertx =
        Vertx.vertx(new VertxOptions().setEventLoopPoolSize(loops).setPreferNativeTransport(true));
    context = vertx.getOrCreateContext();
  }

  /**
   * The Vert.x itself.
   *
   * @return closed with this
   */
  public Vertx vertx() {
    return vertx;
  }

  /**
   * Runs something on the first event loop; any thread.
   *
   * @param delayNanos how long from now, 0 for at once
   * @param task does not block
   */
  public void execute(long delayNanos, Runnable task) {
    execute(context, delayNanos, task);
  }

  /**
   * Runs something on an event loop; any thread.
   *
   * @param on the event loop
   * @param delayNanos how long from now, 0 for at once
   * @param task does not block
   */
  public static void execute(Context on, long delayNanos, Runnable task) {
    if (delayNanos == 0) {
      on.runOnContext(_ -> task.run());
    } else {
      ContextInternal internal = (ContextInternal) on;
      internal
          .nettyEventLoop()
          .schedule(() -> internal.dispatch(_ -> task.run()), delayNanos, TimeUnit.NANOSECONDS);
    }
  }

  /**
   * The first event loop.
   *
   * @return its context
   */
  public Context first() {
    return context;
  }

  /**
   * Another event loop, of two or more.
   *
   * @return its context
   */
  public Context other() {
    return otherThan(context);
  }

  /**
   * Another event loop of the same Vert.x, which has two or more.
   *
   * @param context of the one event loop
   * @return a context of another one
   */
  public static Context otherThan(Context context) {
    ContextInternal one = (ContextInternal) context;
    ContextInternal next = one;
    while (next.nettyEventLoop() == one.nettyEventLoop()) {
      next = one.owner().createEventLoopContext();
    }
    return next;
  }

  /**
   * Makes something on an event loop; blocks.
   *
   * @param context the event loop
   * @param maker called there
   * @param <T> what it makes
   * @return that
   * @throws Exception if it fails, or takes longer than 20 s
   */
  public static <T> T on(Context context, Callable<Future<T>> maker) throws Exception {
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

  /**
   * Waits for an outcome; blocks.
   *
   * @param future whose
   * @param <T> its result
   * @return its result
   * @throws Exception if it fails, or takes longer than 20 s
   */
  public static <T> T await(Future<T> future) throws Exception {
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
