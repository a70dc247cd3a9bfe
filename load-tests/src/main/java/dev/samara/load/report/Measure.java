package dev.samara.load.report;

import java.util.List;
import java.util.Optional;

/**
 * Something that is measured.
 *
 * @param name one word, for gates and comparisons
 * @param label heading of a column, with its unit
 * @param better which direction is good
 * @param main whether it is shown with its noise and ratio, and drawn
 */
public record Measure(String name, String label, Better better, boolean main) {
  /** Messages, calls or requests per second. */
  public static final Measure RATE = new Measure("rate", "msg/s", Better.MORE, true);

  /** The rate for each second of the server's processor time. */
  public static final Measure PER_CPU = new Measure("per-cpu", "msg/CPU s", Better.MORE, true);

  /** Processor time of the server for each message. */
  public static final Measure CPU = new Measure("cpu", "CPU us/msg", Better.LESS, false);

  /** Median latency. */
  public static final Measure P50 = new Measure("p50", "p50 us", Better.LESS, false);

  /** 99th percentile of the latency. */
  public static final Measure P99 = new Measure("p99", "p99 us", Better.LESS, false);

  /** Longest latency. */
  public static final Measure MAX = new Measure("max", "max us", Better.LESS, false);

  /** Which direction is good. */
  public enum Better {
    /** The more the better, as of a rate. */
    MORE,
    /** The less the better, as of a latency. */
    LESS
  }

  /**
   * The same under another heading.
   *
   * @param newLabel the heading
   * @return a copy
   */
  public Measure labelled(String newLabel) {
    return new Measure(name, newLabel, better, main);
  }

  /**
   * Sums up the rounds.
   *
   * @param rounds one value per round, at least one
   * @return the figure, without a ratio
   */
  public Figure of(List<Double> rounds) {
    return new Figure(this, List.copyOf(rounds), Spread.of(rounds), Optional.empty());
  }
}
