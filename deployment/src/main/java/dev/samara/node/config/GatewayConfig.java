package dev.samara.node.config;

import java.time.Duration;
import java.util.Optional;

/**
 * The HTTP gateway.
 *
 * @param enabled whether there is one
 * @param host the address to bind
 * @param port the port
 * @param webSocketRoute where messages on {@code /ws} go, as for a listener
 * @param maxUploadBytes the largest upload
 * @param idleTimeout after how long a silent connection is closed
 */
public record GatewayConfig(
    boolean enabled,
    String host,
    int port,
    String webSocketRoute,
    Optional<Long> maxUploadBytes,
    Optional<Duration> idleTimeout) {

  /** Checks the values. */
  public GatewayConfig {
    Checks.given("gateway.host", host, "an address");
    Checks.given("gateway.webSocketRoute", webSocketRoute, "a route such as bus:echo");
    Checks.range("gateway.port", port, 0, 65_535);
  }
}
