package dev.samara.node.config;

import dev.samara.net.connection.Timeouts;
import java.time.Duration;
import java.util.Optional;

/**
 * The time limits of a listener's connections; 0 means no limit.
 *
 * @param handshake how long a peer may take to say who it is, and for TLS
 * @param read how long a message may take from its first byte to its last
 * @param write how long the peer may take to accept what was given to the socket
 * @param idle after how long a silent peer is closed
 * @param close how long a closing connection may still take
 */
public record TimeoutsConfig(
    Optional<Duration> handshake,
    Optional<Duration> read,
    Optional<Duration> write,
    Optional<Duration> idle,
    Optional<Duration> close) {

  /**
   * The time limits as the core takes them.
   *
   * @param usual what holds where nothing is given
   * @return the time limits
   */
  public Timeouts over(Timeouts usual) {
    return new Timeouts(
        handshake.orElse(usual.handshake()),
        read.orElse(usual.read()),
        write.orElse(usual.write()),
        idle.orElse(usual.idle()),
        close.orElse(usual.close()));
  }
}
