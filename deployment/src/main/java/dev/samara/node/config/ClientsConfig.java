package dev.samara.node.config;

import dev.samara.net.client.ClientOptions;
import dev.samara.net.client.DuplicatePolicy;
import dev.samara.net.client.ExpectedClient;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The named clients of a node, by whatever listener they come.
 *
 * @param expect names known before their clients connect; messages to them wait
 * @param onDuplicate what happens when a name is wanted twice: reject, take_over or keep_both
 * @param maxConnectionsPerName how many connections may have one name under keep_both
 * @param rules who may have which name; everybody if there are none
 */
public record ClientsConfig(
    Map<String, ExpectConfig> expect,
    Optional<DuplicatePolicy> onDuplicate,
    Optional<Integer> maxConnectionsPerName,
    List<String> rules) {

  /** Nobody is expected, every name is for everybody. */
  public static final ClientsConfig NONE =
      new ClientsConfig(Map.of(), Optional.empty(), Optional.empty(), List.of());

  /**
   * What holds for one name.
   *
   * @param rules who may have it; those of all names if there are none
   * @param maxQueuedMessages how many messages may wait for it
   * @param maxQueuedBytes how many bytes of messages may wait for it
   * @param expiry how long a message may wait; 0 for as long as it takes
   * @param onDuplicate what happens when the name is wanted twice
   */
  public record ExpectConfig(
      List<String> rules,
      Optional<Integer> maxQueuedMessages,
      Optional<Long> maxQueuedBytes,
      Optional<Duration> expiry,
      Optional<DuplicatePolicy> onDuplicate) {

    /** Copies the list. */
    public ExpectConfig {
      rules = Checks.list(rules);
    }

    private ExpectedClient options(String option) {
      return Checks.in(
          option + ".",
          () ->
              new ExpectedClient(
                  maxQueuedMessages.orElse(ExpectedClient.DEFAULT_MAX_QUEUED_MESSAGES),
                  maxQueuedBytes.orElse(ExpectedClient.DEFAULT_MAX_QUEUED_BYTES),
                  expiry.orElse(ExpectedClient.DEFAULT_EXPIRY),
                  AccessConfig.rules(option + ".rules", rules),
                  onDuplicate));
    }
  }

  /** Checks the values. */
  public ClientsConfig {
    expect = expect == null ? Map.of() : new LinkedHashMap<>(expect);
    rules = Checks.list(rules);
    expected(expect);
    options(onDuplicate, maxConnectionsPerName, rules);
  }

  /**
   * The expected clients as the core takes them.
   *
   * @return by name
   */
  public Map<String, ExpectedClient> expected() {
    return expected(expect);
  }

  private static Map<String, ExpectedClient> expected(Map<String, ExpectConfig> expect) {
    var expected = new LinkedHashMap<String, ExpectedClient>();
    expect.forEach((name, client) -> expected.put(name, client.options("clients.expect." + name)));
    return expected;
  }

  /**
   * What holds for all names as the core takes it.
   *
   * @return options
   */
  public ClientOptions options() {
    return options(onDuplicate, maxConnectionsPerName, rules);
  }

  private static ClientOptions options(
      Optional<DuplicatePolicy> onDuplicate,
      Optional<Integer> maxConnectionsPerName,
      List<String> rules) {
    var usual = ClientOptions.defaults();
    return Checks.in(
        "clients.",
        () ->
            new ClientOptions(
                onDuplicate.orElse(usual.onDuplicate()),
                maxConnectionsPerName.orElse(usual.maxConnectionsPerName()),
                AccessConfig.rules("clients.rules", rules)));
  }
}
