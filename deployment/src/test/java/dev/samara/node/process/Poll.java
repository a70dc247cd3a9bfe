package dev.samara.node.process;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Waits for something outside this process, never without a bound. */
final class Poll {

  private static final long STEP_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  private Poll() {}

  /** Returns as soon as the condition holds; past the limit fails with what the supplier says. */
  static void until(Duration limit, Supplier<String> failure, Callable<Boolean> condition)
      throws Exception {
    var deadline = System.nanoTime() + limit.toNanos();
    while (!condition.call()) {
      if (System.nanoTime() - deadline > 0) {
        throw new AssertionError("after " + limit + ": " + failure.get());
      }
      step();
    }
  }

  /** One pause between two looks. */
  static void step() {
    LockSupport.parkNanos(STEP_NANOS);
  }
}
