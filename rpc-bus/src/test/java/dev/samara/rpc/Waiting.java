package dev.samara.rpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.samara.rpc.call.CallBalance;
import dev.samara.rpc.call.FailureKind;
import dev.samara.rpc.call.RpcException;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waiting with a bound, and what every test of calls asserts in the end. */
final class Waiting {
  private static final long BOUND_SECONDS = 20;

  private Waiting() {}

  static <T> T result(Future<T> future) {
    settle(future);
    if (future.failed()) {
      throw new AssertionError("failed: " + future.cause(), future.cause());
    }
    return future.result();
  }

  static Throwable failure(Future<?> future) {
    settle(future);
    assertNotNull(future.cause(), () -> "expected a failure, got " + future.result());
    return future.cause();
  }

  /** The failure of a call, which must be of that kind. */
  static RpcException failure(FailureKind kind, Future<?> future) {
    RpcException failure = assertInstanceOf(RpcException.class, failure(future));
    assertEquals(kind, failure.kind(), failure.getMessage());
    return failure;
  }

  private static void settle(Future<?> future) {
    CountDownLatch settled = new CountDownLatch(1);
    future.onComplete(ended -> settled.countDown());
    try {
      assertTrue(settled.await(BOUND_SECONDS, TimeUnit.SECONDS), "no outcome in time");
    } catch (InterruptedException interrupted) {
      throw new AssertionError(interrupted);
    }
  }

  static void until(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(BOUND_SECONDS);
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - deadline >= 0) {
        fail("not in time: " + what);
      }
      LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
    }
  }

  /** Every call had exactly one outcome, and the table is empty. */
  static void assertBalanced(Rpc rpc) {
    CallBalance balance = rpc.balance();
    assertTrue(balance.addsUp(), balance::toString);
    assertEquals(0, balance.inFlight(), balance::toString);
    assertEquals(0, rpc.node().caller().pendingCalls());
  }
}
