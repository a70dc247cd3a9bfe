package dev.samara.load.generator;

import java.time.Duration;

/**
 * What a {@link CallLoad} has to do.
 *
 * @param connections of the client, 1 to 1,000
 * @param depth calls in flight on each, 1 to 65,536
 * @param bytes of a request, an answer or an item, 8 to 16 MiB
 * @param warmUp load before the measured window, 0 to 1 hour
 * @param window the measured time, 1 ms to 1 hour
 * @param answerTimeout how long after the window answers may still come, 1 ms to 1 minute
 */
public record CallPlan(
    int connections,
    int depth,
    int bytes,
    Duration warmUp,
    Duration window,
    Duration answerTimeout) {
  /** Checks the ranges. */
  public CallPlan {
    Ranges.check("connections", connections, 1, 1_000);
    Ranges.check("depth", depth, 1, 65_536);
    Ranges.check("bytes", bytes, Long.BYTES, Payload.MAX_BYTES);
    Ranges.check("warmUp in ms", warmUp.toMillis(), 0, 3_600_000);
    Ranges.check("window in ms", window.toMillis(), 1, 3_600_000);
    Ranges.check("answerTimeout in ms", answerTimeout.toMillis(), 1, 60_000);
  }
}
