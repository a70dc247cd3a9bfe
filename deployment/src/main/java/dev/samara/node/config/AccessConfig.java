package dev.samara.node.config;

import dev.samara.net.access.AccessOptions;
import dev.samara.net.access.AccessRules;
import dev.samara.net.access.Rate;
import java.util.List;
import java.util.Optional;

/**
 * Who may come in by a listener, and how much they may send.
 *
 * @param rules in order, as {@link dev.samara.net.access.AccessRule} describes; everybody if there
 *     are none
 * @param maxConnections how many connections at a time
 * @param maxConnectionsPerAddress how many of them from one address
 * @param connectionRate how often connections may come
 * @param addressRate how often from one address
 * @param messageRate how many messages a connection may send
 * @param byteRate how many bytes of messages a connection may send
 */
public record AccessConfig(
    List<String> rules,
    Optional<Integer> maxConnections,
    Optional<Integer> maxConnectionsPerAddress,
    Optional<RateConfig> connectionRate,
    Optional<RateConfig> addressRate,
    Optional<RateConfig> messageRate,
    Optional<RateConfig> byteRate) {

  /** Copies the list. */
  public AccessConfig {
    rules = Checks.list(rules);
  }

  /**
   * The options as the core takes them.
   *
   * @return options
   * @throws ConfigException naming the option, its value and its range
   */
  public AccessOptions options() {
    var usual = AccessOptions.defaults();
    return Checks.in(
        "access.",
        () ->
            usual
                .withMaxConnections(maxConnections.orElse(usual.maxConnections()))
                .withMaxConnectionsPerAddress(
                    maxConnectionsPerAddress.orElse(usual.maxConnectionsPerAddress()))
                .withConnectionRates(
                    rate("connectionRate", connectionRate), rate("addressRate", addressRate))
                .withMessageRates(rate("messageRate", messageRate), rate("byteRate", byteRate))
                .withRules(rules("access.rules", rules)));
  }

  private static Optional<Rate> rate(String option, Optional<RateConfig> rate) {
    return rate.map(given -> given.options("access." + option));
  }

  static AccessRules rules(String option, List<String> rules) {
    return Checks.in(option + ": ", () -> AccessRules.of(rules.toArray(String[]::new)));
  }
}
