package dev.samara.node.config;

import dev.samara.rpc.NodeLinkOptions;
import java.util.Optional;

/**
 * Connections between nodes for calls, beside the event bus.
 *
 * @param host the address to listen on; that of the cluster if there is none
 * @param port the port, to which the offset is added; any free one if there is none
 * @param announcedHost where other nodes reach this one, if not there
 * @param announcedPort the same
 * @param tls what both ends show and believe
 */
public record NodeLinksConfig(
    Optional<String> host,
    Optional<Integer> port,
    Optional<String> announcedHost,
    Optional<Integer> announcedPort,
    Optional<TlsConfig> tls) {

  /** Checks what belongs together. */
  public NodeLinksConfig {
    if (announcedHost.isPresent() != announcedPort.isPresent()) {
      throw new ConfigException(
          "rpc.nodeLinks.announcedHost: %s announcedPort (expected: both or neither)"
              .formatted(announcedHost.isPresent() ? "without" : "none, but there is"));
    }
  }

  /** The options as the RPC end takes them. */
  NodeLinkOptions options(String clusterHost, int portOffset) {
    var usual =
        NodeLinkOptions.on(host.orElse(clusterHost))
            .withPort(port.filter(fixed -> fixed != 0).map(fixed -> fixed + portOffset).orElse(0));
    var placed =
        announcedHost
            .map(given -> usual.withAnnounced(given, announcedPort.orElseThrow()))
            .orElse(usual);
    return tls.map(given -> placed.withTls(given.options(), given.clientOptions())).orElse(placed);
  }
}
