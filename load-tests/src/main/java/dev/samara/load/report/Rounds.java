package dev.samara.load.report;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.HdrHistogram.Histogram;

/** Gathers the rounds of one subject in one case. Used by one thread. */
public final class Rounds {
  private static final double[] PERCENTILES = {
    0, 10, 25, 50, 75, 90, 95, 97.5, 99, 99.5, 99.9, 99.95, 99.99, 99.999, 100
  };

  private final String subject;
  private final Map<String, String> at;
  private final Map<Measure, List<Double>> values = new LinkedHashMap<>();
  private Optional<Histogram> latenciesNanos = Optional.empty();

  /**
   * Begins without rounds.
   *
   * @param subject a server, an API, or what else takes part
   * @param at the case, in the order for headings
   */
  public Rounds(String subject, Map<String, String> at) {
    this.subject = subject;
    this.at = Collections.unmodifiableMap(new LinkedHashMap<>(at));
  }

  /**
   * Adds a value of the current round.
   *
   * @param measure what was measured
   * @param value its value
   * @return this
   */
  public Rounds add(Measure measure, double value) {
    values.computeIfAbsent(measure, _ -> new ArrayList<>()).add(value);
    return this;
  }

  /**
   * Adds the latencies of the current round: median, 99th percentile and longest as figures, and
   * all of them to the curve.
   *
   * @param nanos latencies in nanoseconds
   * @return this
   */
  public Rounds addLatencies(Histogram nanos) {
    latenciesNanos.ifPresentOrElse(
        all -> all.add(nanos), () -> latenciesNanos = Optional.of(nanos.copy()));
    return add(Measure.P50, nanos.getValueAtPercentile(50) / 1e3)
        .add(Measure.P99, nanos.getValueAtPercentile(99) / 1e3)
        .add(Measure.MAX, nanos.getMaxValue() / 1e3);
  }

  /**
   * Adds the processor time of the current round: for each message, and messages for each second of
   * it.
   *
   * @param used by the server, or by all processes that take part
   * @param messages how many, from 1
   * @return this
   */
  public Rounds addCpu(Duration used, long messages) {
    // The system counts in ticks of 10 ms: of a very short window it may say nothing.
    double nanos = Math.max(used.toNanos(), 1e3);
    return add(Measure.CPU, nanos / 1e3 / messages).add(Measure.PER_CPU, messages / nanos * 1e9);
  }

  /**
   * Whether nothing was added.
   *
   * @return true before the first value
   */
  public boolean isEmpty() {
    return values.isEmpty();
  }

  /**
   * Sums up.
   *
   * @return the result, without ratios
   */
  public Result result() {
    return new Result(
        subject,
        at,
        values.entrySet().stream().map(one -> one.getKey().of(one.getValue())).toList(),
        latenciesNanos.map(Rounds::curve).orElse(List.of()));
  }

  private static List<Point> curve(Histogram nanos) {
    List<Point> points = new ArrayList<>();
    for (double percentile : PERCENTILES) {
      points.add(new Point(percentile, nanos.getValueAtPercentile(percentile) / 1e3));
    }
    return points;
  }
}
