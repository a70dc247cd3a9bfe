package dev.samara.node.config;

import io.netty.util.NetUtil;
import io.vertx.core.dns.AddressResolverOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How the node finds hosts. With this group Vert.x asks DNS servers itself; it knows the hosts
 * file, A, AAAA and CNAME records, and neither mDNS nor what else the system's own resolver does.
 *
 * @param servers an IP address each, with a port unless it is 53, IPv6 in brackets then; the
 *     system's if there are none
 * @param searchDomains what is tried behind a short name; the system's if there are none
 * @param timeout how long one query may take
 * @param maxQueries how many queries one name may cost
 * @param rotateServers whether the servers are asked in turn, instead of the first that answers
 * @param hostsFile instead of the system's
 * @param hostsRefresh how often the hosts file is read again at most; 0 for only at the start
 * @param cacheMinTtl how long an answer is remembered at least
 * @param cacheMaxTtl how long an answer is remembered at most, whatever it says itself
 * @param cacheNegativeTtl how long it is remembered that there is no such host
 */
public record DnsConfig(
    List<String> servers,
    List<String> searchDomains,
    Optional<Duration> timeout,
    Optional<Integer> maxQueries,
    Optional<Boolean> rotateServers,
    Optional<Path> hostsFile,
    Optional<Duration> hostsRefresh,
    Optional<Duration> cacheMinTtl,
    Optional<Duration> cacheMaxTtl,
    Optional<Duration> cacheNegativeTtl) {

  private static final int DNS_PORT = 53;

  /** Vert.x counts it in nanoseconds, in 31 bits. */
  private static final Duration LONGEST_HOSTS_REFRESH = Duration.ofSeconds(2);

  private static final Duration LONGEST_TIMEOUT = Duration.ofMinutes(1);
  private static final Duration LONGEST_TTL = Duration.ofHours(8760);

  /** Checks the values. */
  public DnsConfig {
    servers = Checks.list(servers).stream().map(DnsConfig::server).toList();
    searchDomains = Checks.list(searchDomains);
    maxQueries.ifPresent(given -> Checks.range("dns.maxQueries", given, 1, 100));
    check("dns.timeout", timeout, Duration.ofMillis(1), LONGEST_TIMEOUT);
    check("dns.hostsRefresh", hostsRefresh, Duration.ZERO, LONGEST_HOSTS_REFRESH);
    check("dns.cacheMinTtl", cacheMinTtl, Duration.ZERO, LONGEST_TTL);
    check("dns.cacheMaxTtl", cacheMaxTtl, cacheMinTtl.orElse(Duration.ZERO), LONGEST_TTL);
    check("dns.cacheNegativeTtl", cacheNegativeTtl, Duration.ZERO, LONGEST_TTL);
  }

  private static void check(
      String option, Optional<Duration> value, Duration least, Duration most) {
    value.ifPresent(given -> {
      if (given.compareTo(least) < 0 || given.compareTo(most) > 0) {
        throw new ConfigException(
            "%s: %d ms (expected: %d to %d)"
                .formatted(option, given.toMillis(), least.toMillis(), most.toMillis()));
      }
    });
  }

  /** As Vert.x takes them, which splits at the last colon: always with the port. */
  private static String server(String given) {
    if (isAddress(given)) {
      return plain(given) + ":" + DNS_PORT;
    }
    var colon = given.lastIndexOf(':');
    var address = given.substring(0, Math.max(0, colon));
    var port = given.substring(colon + 1);
    // An IPv6 address without brackets has been taken as a whole above.
    if (!isAddress(address) || !port.matches("[0-9]{1,5}") || Integer.parseInt(port) > 65_535) {
      throw new ConfigException(
          "dns.servers: '%s' (expected: an IP address like 10.0.0.53, 10.0.0.53:5353 or [::1]:53)"
              .formatted(given));
    }
    return plain(address) + ":" + port;
  }

  private static boolean isAddress(String text) {
    return NetUtil.isValidIpV4Address(text) || NetUtil.isValidIpV6Address(text);
  }

  private static String plain(String address) {
    return address.startsWith("[") ? address.substring(1, address.length() - 1) : address;
  }

  /**
   * The options as Vert.x takes them.
   *
   * @return options, its defaults where nothing is given
   */
  public AddressResolverOptions options() {
    var options = new AddressResolverOptions();
    if (!servers.isEmpty()) {
      options.setServers(servers);
    }
    if (!searchDomains.isEmpty()) {
      options.setSearchDomains(searchDomains);
    }
    timeout.ifPresent(given -> options.setQueryTimeout(given.toMillis()));
    maxQueries.ifPresent(options::setMaxQueries);
    rotateServers.ifPresent(options::setRotateServers);
    hostsFile.ifPresent(given -> options.setHostsPath(given.toAbsolutePath().toString()));
    hostsRefresh.ifPresent(given -> options.setHostsRefreshPeriod((int) given.toNanos()));
    cacheMinTtl.ifPresent(given -> options.setCacheMinTimeToLive((int) given.toSeconds()));
    cacheMaxTtl.ifPresent(given -> options.setCacheMaxTimeToLive((int) given.toSeconds()));
    cacheNegativeTtl.ifPresent(
        given -> options.setCacheNegativeTimeToLive((int) given.toSeconds()));
    return options;
  }
}
