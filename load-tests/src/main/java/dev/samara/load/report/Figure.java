package dev.samara.load.report;

import java.util.List;
import java.util.Optional;

/**
 * One measure of one subject in one case.
 *
 * @param measure what
 * @param rounds its values, in the order of measuring
 * @param spread their middle and ends
 * @param ratio the median as a multiple of the yardstick's in the same case; empty without one
 */
public record Figure(Measure measure, List<Double> rounds, Spread spread, Optional<Double> ratio) {
  Figure withRatioTo(Figure base) {
    double median = base.spread.median();
    return median == 0
        ? this
        : new Figure(measure, rounds, spread, Optional.of(spread.median() / median));
  }
}
