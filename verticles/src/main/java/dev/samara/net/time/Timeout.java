package dev.samara.net.time;

import io.vertx.core.Context;
import java.time.Duration;

/**
 * A time limit around a block of straight-line code, for virtual and platform threads:
 *
 * <pre>{@code
 * try (var limit = Timeout.of(Duration.ofSeconds(2))) {
 *   var greeting = connection.receive();
 *   limit.extend(Duration.ofSeconds(5));
 *   ...
 * }
 * }</pre>
 *
 * <p>When the time is over the thread is interrupted, so that whatever it waits for ends: {@code
 * receive}, {@code await}, {@code sleep}, locks, channels (which the JDK closes then). Code that
 * never waits is not stopped. After {@link #close()} no interrupt of this limit can come any more,
 * and none is left behind.
 *
 * <p>Limits nest: each has its own time, and an outer one whose time is over while an inner one is
 * being closed still ends what comes next. An interrupt by somebody else between the end of the
 * time and {@link #close()} cannot be told from this limit's own and is taken for it.
 *
 * <pre>
 *            cancel                 close
 *   ARMED ────────────► CANCELLED ─────────┐
 *    │  │                                  ▼
 *    │  └──────────────────────────────► CLOSED
 *    │ time is over             close      ▲
 *    └──────────────────► FIRED ───────────┘
 * </pre>
 */
public final class Timeout implements AutoCloseable {

  /** As drawn above. */
  private enum State {
    ARMED,
    CANCELLED,
    FIRED,
    CLOSED
  }

  private static final ThreadLocal<Timeout> INNERMOST = new ThreadLocal<>();

  private final Thread thread = Thread.currentThread();
  private final Timeout outer = INNERMOST.get();
  private final AlarmClock clock;

  // Guarded by this:
  private State state = State.ARMED;
  private Duration limit;
  private long deadlineNanos;
  private AlarmClock.Alarm alarm;
  private boolean expired;

  private Timeout(Duration limit, AlarmClock clock) {
    this.limit = limit;
    this.clock = clock;
    this.deadlineNanos = clock.nanoTime() + limit.toNanos();
    INNERMOST.set(this);
    synchronized (this) {
      alarm = clock.at(deadlineNanos, this::fire);
    }
  }

  /**
   * Limits what the calling thread does from now on until {@link #close()}.
   *
   * @param limit how long that may take; zero or less is over at once
   * @return the limit, to be closed by the same thread
   * @throws IllegalStateException on an event loop, which must neither wait nor be interrupted
   */
  public static Timeout of(Duration limit) {
    return of(limit, AlarmClock.system());
  }

  /**
   * As {@link #of(Duration)}, by another clock.
   *
   * @param limit how long that may take; zero or less is over at once
   * @param clock tells the time
   * @return the limit, to be closed by the same thread
   * @throws IllegalStateException on an event loop, which must neither wait nor be interrupted
   */
  public static Timeout of(Duration limit, AlarmClock clock) {
    if (Context.isOnEventLoopThread()) {
      throw new IllegalStateException("a Timeout interrupts its thread: not for event loops");
    }
    return new Timeout(limit, clock);
  }

  /** The one place where the state changes; says whether it did. */
  private boolean become(State next) {
    assert Thread.holdsLock(this);
    var legal = state == State.ARMED || next == State.CLOSED && state != State.CLOSED;
    if (legal) {
      state = next;
    }
    return legal;
  }

  /** On the clock's thread. */
  private synchronized void fire() {
    // An alarm that was about to ring when the limit was extended is not the one that counts.
    if (clock.nanoTime() - deadlineNanos >= 0 && become(State.FIRED)) {
      expired = true;
      thread.interrupt();
    }
  }

  /**
   * Gives the block more time. Any thread.
   *
   * @param more how much
   * @return false if it is too late, or the limit was cancelled
   */
  public synchronized boolean extend(Duration more) {
    if (state != State.ARMED) {
      return false;
    }
    limit = limit.plus(more);
    deadlineNanos += more.toNanos();
    alarm.cancel();
    alarm = clock.at(deadlineNanos, this::fire);
    return true;
  }

  /**
   * Gives the block all the time it wants. Any thread.
   *
   * @return false if it is too late
   */
  public synchronized boolean cancel() {
    alarm.cancel();
    return become(State.CANCELLED) || state == State.CANCELLED;
  }

  /**
   * Whether the time was over before the block was. Any thread, also after {@link #close()}.
   *
   * @return true if so
   */
  public synchronized boolean expired() {
    return expired;
  }

  /**
   * Ends the limit. Closing again does nothing.
   *
   * @throws TimedOutException if something in the block was interrupted because the time was over;
   *     if that ended the block, its InterruptedException is what the caller sees, with this one as
   *     suppressed: {@link Deadlines#call} makes one of the two. A block that came to its end
   *     without noticing, although late, is a success
   * @throws IllegalStateException on another thread than the one that made the limit
   */
  @Override
  public void close() {
    if (end() == Ending.CUT_SHORT) {
      throw new TimedOutException(this, null);
    }
  }

  /** How a block ended. */
  enum Ending {
    IN_TIME,
    /** The time was over, but nothing was interrupted. */
    LATE,
    /** An interrupt has reached the block. */
    CUT_SHORT
  }

  /** As {@link #close()}, without exception. */
  Ending end() {
    if (Thread.currentThread() != thread) {
      throw new IllegalStateException("a Timeout is closed by the thread that made it");
    }
    boolean fired;
    synchronized (this) {
      fired = state == State.FIRED;
      if (!become(State.CLOSED)) {
        return Ending.IN_TIME;
      }
      alarm.cancel();
    }
    unlink();
    if (!fired) {
      return Ending.IN_TIME;
    }
    // From here on fire() does nothing: the flag, if it is still up, can be taken down for good.
    var unnoticed = Thread.interrupted();
    if (outerHasFired()) {
      thread.interrupt();
    }
    return unnoticed ? Ending.LATE : Ending.CUT_SHORT;
  }

  /** Leaves the chain of this thread's limits, with all that were opened later and not closed. */
  private void unlink() {
    for (var inner = INNERMOST.get(); inner != null && inner != this; inner = inner.outer) {
      inner.end();
    }
    if (outer == null) {
      INNERMOST.remove();
    } else {
      INNERMOST.set(outer);
    }
  }

  private boolean outerHasFired() {
    for (var other = outer; other != null; other = other.outer) {
      synchronized (other) {
        if (other.state == State.FIRED) {
          return true;
        }
      }
    }
    return false;
  }

  synchronized Duration limit() {
    return limit;
  }
}
