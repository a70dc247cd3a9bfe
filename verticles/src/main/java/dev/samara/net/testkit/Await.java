package dev.samara.net.testkit;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waiting in tests, with a bound. Blocks: not for event loops. */
public final class Await {

  /** How long is waited at most: long, because machines that run tests are busy. */
  public static final Duration PATIENCE = Duration.ofSeconds(20);

  private static final long LOOK_EVERY_NANOS = 2_000_000;

  private Await() {}

  /**
   * Waits for the result of a future.
   *
   * @param future any
   * @param <T> its result
   * @return the result
   * @throws RuntimeException the future's own failure; one that is no runtime exception is the
   *     cause of an {@link IllegalStateException}
   * @throws AssertionError if there is no outcome within {@link #PATIENCE}, or this thread was
   *     interrupted
   */
  public static <T> T result(Future<T> future) {
    try {
      return future
          .toCompletionStage()
          .toCompletableFuture()
          .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException cause
          ? cause
          : new IllegalStateException(e.getCause());
    } catch (TimeoutException e) {
      throw new AssertionError("no outcome within " + PATIENCE.toSeconds() + " s", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  /**
   * Waits until something has become true.
   *
   * @param what in words, for the failure
   * @param condition looked at every 2 ms on this thread
   * @throws AssertionError if it is not true within {@link #PATIENCE}
   */
  public static void until(String what, BooleanSupplier condition) {
    var deadlineNanos = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - deadlineNanos > 0) {
        throw new AssertionError("not within %d s: %s".formatted(PATIENCE.toSeconds(), what));
      }
      LockSupport.parkNanos(LOOK_EVERY_NANOS);
    }
  }
}
