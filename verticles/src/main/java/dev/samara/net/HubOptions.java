package dev.samara.net;

import java.time.Duration;

/**
 * What all connections of a hub have in common.
 *
 * @param clockPeriod how often each event loop looks at the clock, 1 ms to 1 s: how exact its
 *     {@link dev.samara.net.time.LoopClock} is, and how often its delay is measured
 */
public record HubOptions(Duration clockPeriod) {

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
   * @return the defaults
   */
  public static HubOptions defaults() {
    return new HubOptions(DEFAULT_CLOCK_PERIOD);
  }
}
