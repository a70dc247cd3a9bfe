package dev.samara.net;

import dev.samara.net.memory.MemoryBudget;
import dev.samara.net.memory.MemoryLimits;
import java.time.Duration;

/**
 * What all connections of a hub have in common.
 *
 * @param clockPeriod how often each event loop looks at the clock, 1 ms to 1 s: how exact its
 *     {@link dev.samara.net.time.LoopClock} is, and how often its delay is measured
 * @param memory what the messages of all its connections may take; may belong to several hubs
 */
public record HubOptions(Duration clockPeriod, MemoryBudget memory) {

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
    return new HubOptions(DEFAULT_CLOCK_PERIOD, new MemoryBudget(MemoryLimits.defaults()));
  }

  /**
   * Changes how often an event loop looks at the clock.
   *
   * @param period 1 ms to 1 s
   * @return changed options
   */
  public HubOptions withClockPeriod(Duration period) {
    return new HubOptions(period, memory);
  }

  /**
   * Changes what messages may take.
   *
   * @param budget the budget, which several hubs may share
   * @return changed options
   */
  public HubOptions withMemory(MemoryBudget budget) {
    return new HubOptions(clockPeriod, budget);
  }
}
