package dev.samara.load;

import java.time.Duration;
import java.util.List;

/**
 * What {@code bench rpc} does.
 *
 * @param cases those that are measured, in order
 * @param window measured time of a round, 50 ms to 1 hour
 * @param warmUp load before each window, 0 to 1 minute
 * @param rounds windows per case and kind, 1 to 100
 * @param loops event loops of each server, 1 to 64
 */
record RpcPlan(List<RpcCase> cases, Duration window, Duration warmUp, int rounds, int loops) {
  RpcPlan {
    if (cases.isEmpty() || cases.size() != cases.stream().distinct().count()) {
      throw new IllegalArgumentException("--cases must name each case once, at least one");
    }
    Checks.range("--seconds in ms", window.toMillis(), 50, 3_600_000);
    Checks.range("--warmup in ms", warmUp.toMillis(), 0, 60_000);
    Checks.range("--rounds", rounds, 1, 100);
    Checks.range("--loops", loops, 1, 64);
  }

  /** About two minutes. */
  static RpcPlan full() {
    return new RpcPlan(
        List.of(RpcCase.values()), Duration.ofSeconds(2), Duration.ofSeconds(1), 3, 1);
  }

  /** A first look; its figures are noisy. */
  static RpcPlan quick() {
    return new RpcPlan(
        List.of(RpcCase.values()), Duration.ofMillis(700), Duration.ofMillis(500), 2, 1);
  }

  /**
   * Processor time of a server before its first round of a case: on a machine that is busy, seconds
   * say little about what has been compiled.
   */
  Duration firstWarmUp() {
    return warmUp.multipliedBy(4);
  }

  int measurements() {
    return rounds * cases.stream().mapToInt(one -> one.shapes().size() * one.kinds().size()).sum();
  }
}
