package dev.samara.load.generator;

import java.net.InetSocketAddress;
import java.time.Duration;

/**
 * What a {@link FrameLoad} has to do.
 *
 * @param server where the framed echo listens
 * @param wire how messages and answers look on the wire
 * @param connections TCP connections, 1 to 50,000
 * @param depth messages in flight on each connection, 1 to 65,536
 * @param payloadBytes bytes of a message without its length prefix, 8 to 16 MiB
 * @param warmUp load before the measured window, 0 to 1 hour
 * @param window the measured time, 1 ms to 1 hour
 * @param answerTimeout how long after the window answers may still come, 1 ms to 1 minute; also the
 *     bound of connecting
 * @param compareEvery of how many answers one is compared byte by byte, from 1; all are checked for
 *     their length and number
 */
public record LoadPlan(
    InetSocketAddress server,
    WireFormat wire,
    int connections,
    int depth,
    int payloadBytes,
    Duration warmUp,
    Duration window,
    Duration answerTimeout,
    int compareEvery) {

  /** Checks the ranges. */
  public LoadPlan {
    Ranges.check("connections", connections, 1, 50_000);
    Ranges.check("depth", depth, 1, 65_536);
    Ranges.check("payloadBytes", payloadBytes, Payload.MIN_BYTES, Payload.MAX_BYTES);
    Ranges.check("warmUp in ms", warmUp.toMillis(), 0, 3_600_000);
    Ranges.check("window in ms", window.toMillis(), 1, 3_600_000);
    Ranges.check("answerTimeout in ms", answerTimeout.toMillis(), 1, 60_000);
    Ranges.check("compareEvery", compareEvery, 1, Integer.MAX_VALUE);
  }

  /**
   * The plan most runs start from: one connection, one message of 128 bytes in flight, 1 s of
   * warm-up, 2 s measured, 5 s for late answers, each 16th answer compared.
   *
   * @param server where the framed echo listens
   * @return the plan
   */
  public static LoadPlan to(InetSocketAddress server) {
    return new LoadPlan(
        server,
        WireFormat.LENGTH,
        1,
        1,
        128,
        Duration.ofSeconds(1),
        Duration.ofSeconds(2),
        Duration.ofSeconds(5),
        16);
  }

  /**
   * The same load for a server that speaks another protocol.
   *
   * @param newWire how messages and answers look on the wire
   * @return a copy
   */
  public LoadPlan withWire(WireFormat newWire) {
    return new LoadPlan(
        server,
        newWire,
        connections,
        depth,
        payloadBytes,
        warmUp,
        window,
        answerTimeout,
        compareEvery);
  }

  /**
   * The same load with another shape.
   *
   * @param newConnections TCP connections
   * @param newDepth messages in flight on each
   * @param newPayloadBytes bytes of a message
   * @return a copy
   */
  public LoadPlan withShape(int newConnections, int newDepth, int newPayloadBytes) {
    return new LoadPlan(
        server,
        wire,
        newConnections,
        newDepth,
        newPayloadBytes,
        warmUp,
        window,
        answerTimeout,
        compareEvery);
  }

  /**
   * The same load for another time.
   *
   * @param newWarmUp load before the measured window
   * @param newWindow the measured time
   * @return a copy
   */
  public LoadPlan withTimes(Duration newWarmUp, Duration newWindow) {
    return new LoadPlan(
        server,
        wire,
        connections,
        depth,
        payloadBytes,
        newWarmUp,
        newWindow,
        answerTimeout,
        compareEvery);
  }

  /**
   * The same load with another patience and strictness.
   *
   * @param newAnswerTimeout how long after the window answers may still come
   * @param newCompareEvery of how many answers one is compared byte by byte
   * @return a copy
   */
  public LoadPlan withChecks(Duration newAnswerTimeout, int newCompareEvery) {
    return new LoadPlan(
        server,
        wire,
        connections,
        depth,
        payloadBytes,
        warmUp,
        window,
        newAnswerTimeout,
        newCompareEvery);
  }
}
