package dev.samara.node.config;

import dev.samara.net.access.Rate;
import java.util.Optional;

/**
 * How often something may happen.
 *
 * @param perSecond how many a second in the long run
 * @param burst how many at once after a pause; a second's worth if absent
 */
public record RateConfig(Long perSecond, Optional<Long> burst) {

  /** Checks that the rate is there. */
  public RateConfig {
    Checks.given("perSecond", perSecond, "a whole number");
  }

  Rate options(String option) {
    return Checks.in(option + ".", () -> new Rate(perSecond, burst.orElse(perSecond)));
  }
}
