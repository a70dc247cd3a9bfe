package dev.samara.load.report;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One subject in one case.
 *
 * @param subject a server, an API, or what else takes part
 * @param at the case: connections, sizes and the like by name, in the order for headings
 * @param figures what was measured, in the order for tables
 * @param latency the latency in microseconds over its percentile, 0 to 100; empty if not taken
 */
public record Result(
    String subject, Map<String, String> at, List<Figure> figures, List<Point> latency) {

  /**
   * Finds a figure.
   *
   * @param measure the name of a measure
   * @return the figure, empty if it was not measured
   */
  public Optional<Figure> figure(String measure) {
    return figures.stream().filter(figure -> figure.measure().name().equals(measure)).findFirst();
  }

  /**
   * The case in words.
   *
   * @return as {@code connections 50, bytes 128}, empty if there is but one case
   */
  public String heading() {
    return String.join(
        ", ",
        at.entrySet().stream()
            .map(one -> one.getKey() + " " + Numbers.axis(one.getValue()))
            .toList());
  }

  private Result withRatiosTo(Result base) {
    return new Result(
        subject,
        at,
        figures.stream()
            .map(figure ->
                base.figure(figure.measure().name()).map(figure::withRatioTo).orElse(figure))
            .toList(),
        latency);
  }

  /**
   * Puts results beside those of a yardstick in the same cases.
   *
   * @param results all of them
   * @param yardstick a subject; where it did not take part there are no ratios
   * @return the results with ratios, in the same order
   */
  public static List<Result> against(String yardstick, List<Result> results) {
    return results.stream()
        .map(result ->
            results.stream()
                .filter(one -> one.subject().equals(yardstick) && one.at().equals(result.at()))
                .findFirst()
                .map(result::withRatiosTo)
                .orElse(result))
        .toList();
  }
}
