package dev.samara.net;

import dev.samara.net.memory.MemoryBudget;
import dev.samara.net.memory.MemoryLimits;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * What all connections of a hub have in common.
 *
 * @param clockPeriod how often each event loop looks at the clock, 1 ms to 1 s: how exact its
 *     {@link dev.samara.net.time.LoopClock} is, and how often its delay is measured
 * @param memory what the messages of all its connections may take; may belong to several hubs
 * @param nanoClock the time in nanoseconds from any origin, by which the time limits of open
 *     connections and of messages that wait for clients are kept; asked by all event loops. Tests
 *     give one that they move themselves
 */
public record HubOptions(Duration clockPeriod, MemoryBudget memory, LongSupplier nanoClock) {

  /** How often an event loop looks at the clock unless told otherwise: 20 ms. */
  public static final Duration DEFAULT_CLOCK_PERIOD = Duration.ofMillis(20);

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException naming the option, its value and its range
   */
  public HubOptions {
    if (clockPeriod.toMillis() < 1 || clockPeriod.toMillis() > 1_000) {
      throw new IllegalArgumentException(
          "clockPeriod: %d ms (expected: 1 to 1000)".formatted(clockPeriod.toMillis()));
    }
  }

  /**
   * The usual set-up.
   *
   * @return the defaults, with a memory budget of their own
   */
  public static HubOptions defaults() {
    return new HubOptions(
        DEFAULT_CLOCK_PERIOD, new MemoryBudget(MemoryLimits.defaults()), System::nanoTime);
  }

  /**
   * Changes how often an event loop looks at the clock.
   *
   * @param period 1 ms to 1 s
   * @return changed options
   */
  public HubOptions withClockPeriod(Duration period) {
    return new HubOptions(period, memory, nanoClock);
  }

  /**
   * Changes what messages may take.
   *
   * @param budget the budget, which several hubs may share
   * @return changed options
   */
  public HubOptions withMemory(MemoryBudget budget) {
    return new HubOptions(clockPeriod, budget, nanoClock);
  }

  /**
   * Changes the clock of the time limits.
   *
   * @param clock nanoseconds from any origin; any thread
   * @return changed options
   */
  public HubOptions withNanoClock(LongSupplier clock) {
    return new HubOptions(clockPeriod, memory, clock);
  }
}
