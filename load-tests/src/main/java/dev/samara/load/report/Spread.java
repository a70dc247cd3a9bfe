package dev.samara.load.report;

import java.util.List;

/**
 * One figure over the rounds of a run: the middle one, and how far the others are from it.
 *
 * @param median the middle value; of an even number of rounds, the mean of the two in the middle
 * @param min the smallest value
 * @param max the largest value
 */
public record Spread(double median, double min, double max) {
  /**
   * Sums up the rounds.
   *
   * @param values one per round, at least one
   * @return their spread
   */
  public static Spread of(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    int middle = sorted.size() / 2;
    double median =
        sorted.size() % 2 == 1
            ? sorted.get(middle)
            : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    return new Spread(median, sorted.getFirst(), sorted.getLast());
  }

  /**
   * The noise of the figure.
   *
   * @return the distance of the furthest round from the median, as a share of the median
   */
  public double noise() {
    return median == 0 ? 0 : Math.max(max - median, median - min) / median;
  }
}
