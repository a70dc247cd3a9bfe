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
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;

/** Waiting with a bound, and what every test of calls asserts in the end. */
final class Waiting {
  private static final long BOUND_SECONDS = 40;

  private Waiting() {}

  /** Whose calls and nodes no test waits for to be given up; announces itself as usual. */
  static RpcOptions patient(String name, String id) {
    return RpcOptions.defaults(name, id)
        .withCallTimeout(Duration.ofMinutes(1))
        .withAnnouncing(Duration.ofMillis(500), Duration.ofMinutes(2));
  }

  /** With an id that nobody needs to know. */
  static RpcOptions patient(String name) {
    return patient(name, UUID.randomUUID().toString());
  }

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
    until(what, Duration.ofSeconds(BOUND_SECONDS), condition);
  }

  /** For what takes processes that have to start first. */
  static void until(String what, Duration bound, BooleanSupplier condition) {
    long deadline = System.nanoTime() + bound.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - deadline >= 0) {
        fail("not in time: " + what);
      }
      LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
    }
  }

  /** Until a number has not changed for a tenth of a second. */
  static void untilStill(String what, IntSupplier number) {
    long[] since = {System.nanoTime()};
    int[] last = {number.getAsInt()};
    until(
        what + " stands still",
        () -> {
          int now = number.getAsInt();
          if (now != last[0]) {
            last[0] = now;
            since[0] = System.nanoTime();
          }
          return System.nanoTime() - since[0] > TimeUnit.MILLISECONDS.toNanos(100);
        });
  }

  /** Every call had exactly one outcome, and the table is empty. */
  static void assertBalanced(Rpc rpc) {
    until("no call is under way", () -> rpc.balance().inFlight() == 0);
    CallBalance balance = rpc.balance();
    assertTrue(balance.addsUp(), balance::toString);
    assertEquals(0, balance.inFlight(), balance::toString);
    until("none is counted", () -> rpc.node().caller().pendingCalls() == 0);
  }
}
