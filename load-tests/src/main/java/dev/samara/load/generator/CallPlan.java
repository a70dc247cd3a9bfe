package dev.samara.load.generator;

import java.time.Duration;
import java.util.Optional;

/**
 * What a {@link CallLoad} has to do.
 *
 * @param connections of the client, 1 to 1,000
 * @param depth calls in flight on each, 1 to 65,536; with a rate, the most there may be, and
 *     together no more than {@link CallLoad#OPEN_BYTES} hold
 * @param content what they carry
 * @param rate an open loop: calls per second, of all connections together, from 0.1 to 10 million;
 *     empty for a closed loop
 * @param warmUp load before the measured window, 0 to 1 hour
 * @param window the measured time, 1 ms to 1 hour
 * @param answerTimeout how long after the window answers may still come, 1 ms to 1 minute
 */
public record CallPlan(
    int connections,
    int depth,
    CallContent content,
    Optional<Double> rate,
    Duration warmUp,
    Duration window,
    Duration answerTimeout) {
  /** The most that may be in flight on a connection. */
  private static final int MAX_DEPTH = 65_536;

  /** Checks the ranges. */
  public CallPlan {
    Ranges.check("connections", connections, 1, 1_000);
    Ranges.check("depth", depth, 1, MAX_DEPTH);
    rate.ifPresent(
        perSecond -> Ranges.check("rate * 10", Math.round(perSecond * 10), 1, 100_000_000));
    Ranges.check("warmUp in ms", warmUp.toMillis(), 0, 3_600_000);
    Ranges.check("window in ms", window.toMillis(), 1, 3_600_000);
    Ranges.check("answerTimeout in ms", answerTimeout.toMillis(), 1, 60_000);
  }

  /**
   * A closed loop: a new call for each answer.
   *
   * @param connections of the client, 1 to 1,000
   * @param depth calls in flight on each, 1 to 65,536
   * @param content what they carry
   * @param warmUp load before the measured window, 0 to 1 hour
   * @param window the measured time, 1 ms to 1 hour
   * @return the plan; answers may come within 20 s after the window
   */
  public static CallPlan closed(
      int connections, int depth, CallContent content, Duration warmUp, Duration window) {
    return new CallPlan(
        connections, depth, content, Optional.empty(), warmUp, window, Duration.ofSeconds(20));
  }

  /**
   * An open loop: calls are made at their moments, whatever became of those before.
   *
   * @param perSecond calls per second, of all connections together
   * @return a copy in which as many may be in flight as {@link CallLoad#OPEN_BYTES} hold, at most
   *     65,536 on each connection
   */
  public CallPlan withRate(double perSecond) {
    return new CallPlan(
        connections, MAX_DEPTH, content, Optional.of(perSecond), warmUp, window, answerTimeout);
  }

  /**
   * The same after another warm-up.
   *
   * @param length load before the measured window
   * @return a copy
   */
  public CallPlan withWarmUp(Duration length) {
    return new CallPlan(connections, depth, content, rate, length, window, answerTimeout);
  }

  /**
   * The same with another patience.
   *
   * @param limit how long after the window answers may still come
   * @return a copy
   */
  public CallPlan withAnswerTimeout(Duration limit) {
    return new CallPlan(connections, depth, content, rate, warmUp, window, limit);
  }
}
