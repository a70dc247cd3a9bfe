package dev.samara.load.generator;

import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** What one event loop measured. Owned by it; read by others once the loop is done with the run. */
final class Tally {
  private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(120);

  private final Histogram latenciesNanos = newHistogram();

  static Histogram newHistogram() {
    return new Histogram(1, LONGEST_NANOS, 3);
  }

  void record(long nanos) {
    latenciesNanos.recordValue(Math.clamp(nanos, 1, LONGEST_NANOS));
  }

  void addTo(Histogram all) {
    all.add(latenciesNanos);
  }
}
