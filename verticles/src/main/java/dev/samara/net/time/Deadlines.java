package dev.samara.net.time;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.Supplier;

/** Functions with a time limit, on the calling thread: virtual or platform, no event loop. */
public final class Deadlines {

  private Deadlines() {}

  /**
   * Calls a function that may take only so long.
   *
   * @param <T> what it returns
   * @param limit how long
   * @param work the function; what it waits for is interrupted when the time is over
   * @return what it returned, also if it did so late
   * @throws TimedOutException if it was interrupted because the time was over
   * @throws Exception what it has thrown by itself
   * @throws IllegalStateException on an event loop
   */
  public static <T> T call(Duration limit, Callable<T> work) throws Exception {
    return call(limit, AlarmClock.system(), work);
  }

  /**
   * As {@link #call(Duration, Callable)}, by another clock.
   *
   * @param <T> what it returns
   * @param limit how long
   * @param clock tells the time
   * @param work the function; what it waits for is interrupted when the time is over
   * @return what it returned, also if it did so late
   * @throws TimedOutException if it was interrupted because the time was over
   * @throws Exception what it has thrown by itself
   */
  public static <T> T call(Duration limit, AlarmClock clock, Callable<T> work) throws Exception {
    return run(Timeout.of(limit, clock), work);
  }

  /**
   * Calls a function that may take only so long, with something else in its place if it does not
   * come to its end.
   *
   * @param <T> what it returns
   * @param limit how long
   * @param work the function; what it waits for is interrupted when the time is over
   * @param fallback asked if the time was over
   * @return what the function returned, or else the fallback
   * @throws Exception what the function or the fallback has thrown by itself
   * @throws IllegalStateException on an event loop
   */
  public static <T> T call(Duration limit, Callable<T> work, Supplier<? extends T> fallback)
      throws Exception {
    var timeout = Timeout.of(limit);
    try {
      return run(timeout, work);
    } catch (TimedOutException e) {
      if (e.isOf(timeout)) {
        return fallback.get();
      }
      // The function had a limit of its own.
      throw e;
    }
  }

  private static <T> T run(Timeout timeout, Callable<T> work) throws Exception {
    try {
      return work.call();
    } catch (Exception e) {
      // Channels report an interrupt as a failure of their own and leave the flag up.
      var interruption =
          has(e, InterruptedException.class)
              || Thread.currentThread().isInterrupted() && has(e, IOException.class);
      if (timeout.end() != Timeout.Ending.IN_TIME && interruption) {
        throw new TimedOutException(timeout, e);
      }
      throw e;
    } finally {
      timeout.end();
    }
  }

  private static boolean has(Throwable failure, Class<? extends Throwable> kind) {
    for (var cause = failure; cause != null; cause = cause.getCause()) {
      if (kind.isInstance(cause)) {
        return true;
      }
    }
    return false;
  }
}
