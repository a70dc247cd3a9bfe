package dev.samara.load.generator;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * What a {@link FrameLoad} has to do.
 *
 * @param target where the echo listens
 * @param wire how messages and answers look on the wire
 * @param connections how many, 1 to 50,000
 * @param depth messages in flight on each connection, 1 to 65,536; with a rate, the most there may
 *     be
 * @param payloadBytes bytes of a message without its length prefix, 1 to 16 MiB; a message of less
 *     than 8 has so many bytes of its number, so that faults far apart may look alike
 * @param content a file whose bytes follow the number in each message, instead of bytes of the
 *     generator's making; then a message has 8 bytes more than the file
 * @param rate an open loop: messages per second, of all connections together, from 0.1 to 10
 *     million; empty for a closed loop
 * @param warmUp load before the measured window, 0 to 1 hour
 * @param window the measured time, 1 ms to 1 hour
 * @param answerTimeout how long after the window answers may still come, 1 ms to 1 minute; also the
 *     bound of connecting
 * @param compareEvery of how many answers one is compared byte by byte, from 1; all are checked for
 *     their length and number
 */
public record LoadPlan(
    Target target,
    WireFormat wire,
    int connections,
    int depth,
    int payloadBytes,
    Optional<Path> content,
    Optional<Double> rate,
    Duration warmUp,
    Duration window,
    Duration answerTimeout,
    int compareEvery) {

  /** The longest datagram of UDP over IPv4. */
  private static final int MAX_DATAGRAM_BYTES = 65_507;

  /** The most that may be in flight when nobody says otherwise and the loop is open. */
  private static final int OPEN_DEPTH = 65_536;

  /** Checks the ranges. */
  public LoadPlan {
    Ranges.check("connections", connections, 1, 50_000);
    Ranges.check("depth", depth, 1, OPEN_DEPTH);
    Ranges.check("payloadBytes", payloadBytes, Payload.MIN_BYTES, Payload.MAX_BYTES);
    rate.ifPresent(
        perSecond -> Ranges.check("rate * 10", Math.round(perSecond * 10), 1, 100_000_000));
    Ranges.check("warmUp in ms", warmUp.toMillis(), 0, 3_600_000);
    Ranges.check("window in ms", window.toMillis(), 1, 3_600_000);
    Ranges.check("answerTimeout in ms", answerTimeout.toMillis(), 1, 60_000);
    Ranges.check("compareEvery", compareEvery, 1, Integer.MAX_VALUE);
    if (target.medium() == Medium.UDP) {
      Ranges.check("payloadBytes over udp", payloadBytes, Payload.MIN_BYTES, MAX_DATAGRAM_BYTES);
    }
    if (wire != WireFormat.LENGTH && (content.isPresent() || target.medium() != Medium.TCP)) {
      throw new IllegalArgumentException(
          "wire: %s (expected: LENGTH, with a file or over anything but tcp)".formatted(wire));
    }
  }

  /**
   * The plan most runs start from: one connection, one message of 128 bytes in flight, 1 s of
   * warm-up, 2 s measured, 5 s for late answers, each 16th answer compared.
   *
   * @param target where the echo listens
   * @return the plan
   */
  public static LoadPlan to(Target target) {
    return new LoadPlan(
        target,
        WireFormat.LENGTH,
        1,
        1,
        128,
        Optional.empty(),
        Optional.empty(),
        Duration.ofSeconds(1),
        Duration.ofSeconds(2),
        Duration.ofSeconds(5),
        16);
  }

  /**
   * The same for a server on TCP.
   *
   * @param server its host and port
   * @return the plan
   */
  public static LoadPlan to(InetSocketAddress server) {
    return to(Target.tcp(server));
  }

  /**
   * The same load for a server that speaks another protocol.
   *
   * @param newWire how messages and answers look on the wire
   * @return a copy
   */
  public LoadPlan withWire(WireFormat newWire) {
    return new LoadPlan(
        target,
        newWire,
        connections,
        depth,
        payloadBytes,
        content,
        rate,
        warmUp,
        window,
        answerTimeout,
        compareEvery);
  }

  /**
   * The same load with another shape.
   *
   * @param newConnections how many
   * @param newDepth messages in flight on each
   * @param newPayloadBytes bytes of a message
   * @return a copy
   */
  public LoadPlan withShape(int newConnections, int newDepth, int newPayloadBytes) {
    return new LoadPlan(
        target,
        wire,
        newConnections,
        newDepth,
        newPayloadBytes,
        content,
        rate,
        warmUp,
        window,
        answerTimeout,
        compareEvery);
  }

  /**
   * The same load with the content of a file.
   *
   * @param file its bytes follow the number in each message; read when the load begins
   * @return a copy
   */
  public LoadPlan withContent(Path file) {
    return new LoadPlan(
        target,
        wire,
        connections,
        depth,
        payloadBytes,
        Optional.of(file),
        rate,
        warmUp,
        window,
        answerTimeout,
        compareEvery);
  }

  /**
   * An open loop: messages are sent at their moments, whatever became of those before.
   *
   * @param perSecond messages per second, of all connections together
   * @return a copy in which 65,536 messages may be in flight on each connection
   */
  public LoadPlan withRate(double perSecond) {
    return new LoadPlan(
        target,
        wire,
        connections,
        OPEN_DEPTH,
        payloadBytes,
        content,
        Optional.of(perSecond),
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
        target,
        wire,
        connections,
        depth,
        payloadBytes,
        content,
        rate,
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
        target,
        wire,
        connections,
        depth,
        payloadBytes,
        content,
        rate,
        warmUp,
        window,
        newAnswerTimeout,
        newCompareEvery);
  }
}
