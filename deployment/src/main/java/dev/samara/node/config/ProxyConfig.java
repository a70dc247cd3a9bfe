package dev.samara.node.config;

import dev.samara.net.socket.ProxyProtocol;
import java.util.List;

/**
 * Each connection begins with a PROXY header.
 *
 * @param trusted who may send such headers, as address ranges
 */
public record ProxyConfig(List<String> trusted) {

  /** Copies the list. */
  public ProxyConfig {
    trusted = Checks.list(trusted);
  }

  /**
   * The options as the core takes them.
   *
   * @return options
   * @throws ConfigException naming the range that is none
   */
  public ProxyProtocol options() {
    return Checks.in("proxyProtocol.", () -> new ProxyProtocol(trusted));
  }
}
