package dev.samara.node.config;

import dev.samara.net.socket.TcpOptions;
import dev.samara.net.socket.TcpOptions.KeepAlive;
import java.time.Duration;
import java.util.Optional;

/**
 * What each TCP connection gets from the operating system; see {@link TcpOptions}.
 *
 * @param noDelay whether small writes leave at once
 * @param keepAlive how silent connections are probed
 * @param userTimeout how long sent bytes may stay without acknowledgement; 0 for the system's limit
 * @param linger how long a close waits for the peer, 0 resets; the usual close if absent
 * @param deferAccept how long the kernel keeps a connection until its first byte; 0 for not at all
 * @param quickAck whether acknowledgements are not delayed
 */
public record TcpConfig(
    Optional<Boolean> noDelay,
    Optional<KeepAliveConfig> keepAlive,
    Optional<Duration> userTimeout,
    Optional<Duration> linger,
    Optional<Duration> deferAccept,
    Optional<Boolean> quickAck) {

  /**
   * When a silent connection is probed.
   *
   * @param enabled whether it is at all
   * @param idle how long it must be silent
   * @param interval the time between probes
   * @param probes how many go unanswered before it is given up
   */
  public record KeepAliveConfig(
      Optional<Boolean> enabled,
      Optional<Duration> idle,
      Optional<Duration> interval,
      Optional<Integer> probes) {

    Optional<KeepAlive> options() {
      return enabled.orElse(true)
          ? Optional.of(
              new KeepAlive(
                  idle.orElse(KeepAlive.DEFAULT.idle()),
                  interval.orElse(KeepAlive.DEFAULT.interval()),
                  probes.orElse(KeepAlive.DEFAULT.probes())))
          : Optional.empty();
    }
  }

  /**
   * The options as the core takes them.
   *
   * @return options, the defaults where nothing is given
   * @throws ConfigException naming the option, its value and its range
   */
  public TcpOptions options() {
    return Checks.in("tcp.", () -> over(TcpOptions.defaults()));
  }

  private TcpOptions over(TcpOptions usual) {
    return new TcpOptions(
        noDelay.orElse(usual.noDelay()),
        keepAlive.map(KeepAliveConfig::options).orElse(usual.keepAlive()),
        userTimeout.orElse(usual.userTimeout()),
        linger.or(usual::linger),
        deferAccept.orElse(usual.deferAccept()),
        quickAck.orElse(usual.quickAck()));
  }
}
