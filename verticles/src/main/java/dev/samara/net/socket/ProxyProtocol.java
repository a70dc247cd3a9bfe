package dev.samara.net.socket;

import io.netty.handler.ipfilter.IpFilterRuleType;
import io.netty.handler.ipfilter.IpSubnetFilterRule;
import java.net.InetSocketAddress;
import java.util.List;

/**
 * Connections come by proxies that announce the real peer in a header, version 1 or 2 of the format
 * at haproxy.org/download/3.0/doc/proxy-protocol.txt. Whoever else connects is refused: anybody
 * could announce anything.
 *
 * @param trusted the proxies' address ranges, such as {@code 10.0.0.0/8} or {@code ::1/128}; at
 *     least one
 */
public record ProxyProtocol(List<String> trusted) {

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException naming the option, its value and its range
   */
  public ProxyProtocol {
    trusted = List.copyOf(trusted);
    if (trusted.isEmpty()) {
      throw new IllegalArgumentException("proxyProtocol.trusted: none (expected: >= 1 range)");
    }
    trusted.forEach(ProxyProtocol::rule);
  }

  /**
   * Whether an address belongs to a trusted proxy.
   *
   * @param address the address, resolved
   * @return true if it lies in one of the ranges
   */
  public boolean trusts(InetSocketAddress address) {
    return trusted.stream().anyMatch(range -> rule(range).matches(address));
  }

  private static IpSubnetFilterRule rule(String range) {
    try {
      return new IpSubnetFilterRule(range, IpFilterRuleType.ACCEPT);
    } catch (RuntimeException e) {
      throw new IllegalArgumentException(
          "proxyProtocol.trusted: '%s' (expected: a range like 10.0.0.0/8)".formatted(range), e);
    }
  }
}
