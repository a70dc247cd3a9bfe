package dev.samara.net.socket;

import java.time.Duration;
import java.util.Optional;

/**
 * What a TCP connection gets from the operating system, accepted or dialled. An option that the
 * active transport does not have is named in one line of the log, and without effect.
 *
 * @param noDelay whether small writes leave at once (TCP_NODELAY)
 * @param keepAlive how silent connections are probed; empty for not at all
 * @param userTimeout how long sent bytes may stay without acknowledgement before the connection is
 *     given up (TCP_USER_TIMEOUT); zero for the system's limit; not with nio
 * @param linger how long a close waits for the peer (SO_LINGER), zero resets; empty for the usual
 *     close in the background
 * @param deferAccept how long the kernel keeps a connection to itself until the first byte
 *     (TCP_DEFER_ACCEPT), in whole seconds; zero for not at all; only accepted ones, only epoll
 * @param quickAck whether acknowledgements are not delayed (TCP_QUICKACK); not with nio
 */
public record TcpOptions(
    boolean noDelay,
    Optional<KeepAlive> keepAlive,
    Duration userTimeout,
    Optional<Duration> linger,
    Duration deferAccept,
    boolean quickAck) {

  /**
   * When a silent connection is probed, which finds peers that are gone without a word.
   *
   * @param idle how long it must be silent, 1 s to 9 h (TCP_KEEPIDLE)
   * @param interval the time between probes, 1 s to 9 h (TCP_KEEPINTVL)
   * @param probes how many go unanswered before the connection is given up, 1 to 127 (TCP_KEEPCNT)
   */
  public record KeepAlive(Duration idle, Duration interval, int probes) {

    /** A peer that is gone is found after two minutes: one of silence and six probes. */
    public static final KeepAlive DEFAULT =
        new KeepAlive(Duration.ofMinutes(1), Duration.ofSeconds(10), 6);

    /**
     * Checks the values. Linux takes up to 32,767 seconds and 127 probes (tcp(7), net/tcp.h).
     *
     * @throws IllegalArgumentException naming the option, its value and its range
     */
    public KeepAlive {
      checkSeconds("keepAlive.idle", idle);
      checkSeconds("keepAlive.interval", interval);
      if (probes < 1 || probes > 127) {
        throw new IllegalArgumentException(
            "keepAlive.probes: %d (expected: 1 to 127)".formatted(probes));
      }
    }

    private static void checkSeconds(String option, Duration value) {
      if (value.toSeconds() < 1 || value.toHours() > 9) {
        throw new IllegalArgumentException(
            "%s: %d s (expected: 1 s to 9 h)".formatted(option, value.toSeconds()));
      }
    }
  }

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException naming the option, its value and its range
   */
  public TcpOptions {
    check("userTimeout", userTimeout);
    check("deferAccept", deferAccept);
    linger.ifPresent(time -> check("linger", time));
  }

  private static void check(String option, Duration value) {
    if (value.isNegative() || value.toHours() > 24) {
      throw new IllegalArgumentException(
          "%s: %d ms (expected: 0 to 24 h)".formatted(option, value.toMillis()));
    }
  }

  /**
   * Small writes leave at once, silent peers are probed, the rest is the system's.
   *
   * @return the defaults
   */
  public static TcpOptions defaults() {
    return new TcpOptions(
        true,
        Optional.of(KeepAlive.DEFAULT),
        Duration.ZERO,
        Optional.empty(),
        Duration.ZERO,
        false);
  }

  /**
   * Changes whether small writes leave at once.
   *
   * @param on whether they do
   * @return changed options
   */
  public TcpOptions withNoDelay(boolean on) {
    return new TcpOptions(on, keepAlive, userTimeout, linger, deferAccept, quickAck);
  }

  /**
   * Changes how peers that are gone without a word are found.
   *
   * @param probes how silent connections are probed; empty for not at all
   * @param unacknowledged how long sent bytes may stay without acknowledgement; zero for the
   *     system's limit
   * @return changed options
   */
  public TcpOptions withPeerChecks(Optional<KeepAlive> probes, Duration unacknowledged) {
    return new TcpOptions(noDelay, probes, unacknowledged, linger, deferAccept, quickAck);
  }

  /**
   * Changes how long a close waits for the peer.
   *
   * @param time zero resets; empty for the usual close in the background
   * @return changed options
   */
  public TcpOptions withLinger(Optional<Duration> time) {
    return new TcpOptions(noDelay, keepAlive, userTimeout, time, deferAccept, quickAck);
  }

  /**
   * Changes what the kernel does early: accept late, acknowledge at once.
   *
   * @param firstByteWithin how long a connection is kept until its first byte; zero for not at all
   * @param acknowledgeAtOnce whether acknowledgements are not delayed
   * @return changed options
   */
  public TcpOptions withTiming(Duration firstByteWithin, boolean acknowledgeAtOnce) {
    return new TcpOptions(
        noDelay, keepAlive, userTimeout, linger, firstByteWithin, acknowledgeAtOnce);
  }
}
