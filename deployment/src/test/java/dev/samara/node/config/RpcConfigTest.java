package dev.samara.node.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.fail;

import dev.samara.rpc.NodeLinkOptions;
import dev.samara.rpc.RpcOptions;
import dev.samara.rpc.RpcTuning;
import dev.samara.rpc.policy.Balancing;
import dev.samara.rpc.policy.BreakerOptions;
import dev.samara.rpc.policy.CallPolicy;
import dev.samara.rpc.policy.HedgeOptions;
import dev.samara.rpc.policy.RetryOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every key of the group arrives in the options of RPC, and what does not fit is named. */
class RpcConfigTest {

  @TempDir Path folder;

  private Optional<RpcConfig> load(String content, Map<String, String> environment)
      throws IOException {
    var file = Files.writeString(folder.resolve("node.yaml"), content);
    return ConfigLoader.load(Optional.of(file), environment, warning -> fail(warning)).rpc();
  }

  @Test
  void allKeys() throws IOException {
    var config =
        load(
                """
                rpc:
                  callTimeout: 3s
                  announceInterval: 100ms
                  nodeLostAfter: 4s
                  maxMessageBytes: 2048
                  maxPendingCalls: 11
                  maxConcurrentCalls: 12
                  streamWindow: 13
                  streamWindowBytes: 70000
                  maxQueuedBytes: 80000
                  debug: true
                  slowCall: 700ms
                  keys: { secretsFile: keys }
                  nodeLinks: { port: 7500, announcedHost: outside, announcedPort: 17500 }
                  policies:
                    clock:
                      balancing: by_key
                      retries: { maxAttempts: 4, firstDelay: 1ms, maxDelay: 1s, budgetRatio: 0.5, budgetReserve: 6 }
                      hedging: { percentile: 99.5, minDelay: 7ms }
                      breaker: { failurePercent: 8, lastCalls: 9, leastCalls: 5, openFor: 2s, trialCalls: 1, countCalleeFailures: true }
                      maxConcurrentCalls: 15
                    plain: {}
                """,
                Map.of())
            .orElseThrow();
    var policy =
        new CallPolicy(
            Balancing.BY_KEY,
            new RetryOptions(4, Duration.ofMillis(1), Duration.ofSeconds(1), 0.5, 6),
            Optional.of(new HedgeOptions(99.5, Duration.ofMillis(7))),
            Optional.of(new BreakerOptions(8, 9, 5, Duration.ofSeconds(2), 1, true)),
            15);
    var tuning =
        new RpcTuning(
            13,
            70_000,
            80_000,
            true,
            Duration.ofMillis(700),
            List.of(),
            Optional.empty(),
            Map.of("clock", policy, "plain", CallPolicy.defaults()),
            Optional.of(
                NodeLinkOptions.on("10.0.0.1").withPort(8_500).withAnnounced("outside", 17_500)));
    var expected =
        RpcOptions.defaults("n", "id")
            .withCallTimeout(Duration.ofSeconds(3))
            .withAnnouncing(Duration.ofMillis(100), Duration.ofSeconds(4))
            .withLimits(2048, 11, 12)
            .withTuning(tuning);
    assertEquals(expected, config.options("n", "id", "10.0.0.1", 1_000));
    assertEquals(Optional.of(Path.of("keys")), config.keys().orElseThrow().secretsFile());
  }

  @Test
  void whatIsNotGivenIsAsRpcHasIt() throws IOException {
    assertEquals(Optional.empty(), load("{}", Map.of()));
    assertEquals(
        RpcOptions.defaults("n", "id"),
        load("rpc: {}", Map.of()).orElseThrow().options("n", "id", "10.0.0.1", 1_000));
  }

  @Test
  void variablesComeLast() throws IOException {
    var config =
        load("rpc: {callTimeout: 1s}", Map.of("SAMARA_RPC_CALL_TIMEOUT", "9s")).orElseThrow();
    assertEquals(Duration.ofSeconds(9), config.options("n", "id", "10.0.0.1", 1_000).callTimeout());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {callTimeout: 0}           | rpc.callTimeout: PT0S (expected: PT0.001S to PT24H)
          {nodeLostAfter: 600ms}     | rpc.nodeLostAfter: PT0.6S (expected: PT1S to PT10M)
          {maxMessageBytes: 1}       | rpc.maxMessageBytes: 1 (expected: 1024 to 67108864)
          {maxPendingCalls: 0}       | rpc.maxPendingCalls: 0 (expected: 1 to 1000000)
          {streamWindow: 0}          | rpc.streamWindow: 0 (expected: 1 to 65536)
          {streamWindowBytes: 1}     | rpc.streamWindowBytes: 1 (expected: 65536 to 1073741824)
          {maxQueuedBytes: 1}        | rpc.maxQueuedBytes: 1 (expected: 65536 to 1073741824)
          {slowCall: 0}              | rpc.slowCall: PT0S (expected: 1 ms to 1 day)
          {debug: perhaps}           | rpc.debug: 'perhaps' (expected: true or false)
          {slowCalls: 1s}            | unknown key 'rpc.slowCalls' (did you mean 'slowCall'?)
          {keys: {}}                 | rpc.keys.secretsFile: none (expected: either it or secretsVariable)
          {keys: {secretsFile: a, secretsVariable: B}} | rpc.keys.secretsFile: and secretsVariable (expected: either it or secretsVariable)
          {keys: {secret: a}}        | unknown key 'rpc.keys.secret' (known: secretsFile, secretsVariable)
          {nodeLinks: {port: 65536}} | rpc.nodeLinks.port: 65536 (expected: 0 to 65535)
          {nodeLinks: {announcedHost: a}} | rpc.nodeLinks.announcedHost: without announcedPort (expected: both or neither)
          {nodeLinks: {announcedPort: 1}} | rpc.nodeLinks.announcedHost: none, but there is announcedPort (expected: both or neither)
          {nodeLinks: {announcedHost: a, announcedPort: 0}} | rpc.nodeLinks.announcedPort: 0 (expected: 1 to 65535)
          {nodeLinks: {host: ' '}} | rpc.nodeLinks.host: ' ' (expected: 1 to 255 characters)
          {nodeLinks: {tls: {certificate: a}}} | rpc.nodeLinks.tls: tls.key is missing (expected: a PEM file)
          {policies: {clock: {balancing: best}}} | rpc.policies.clock.balancing: 'best' (expected: local_first, round_robin, least_pending, two_random_choices or by_key)
          {policies: {clock: {maxConcurrentCalls: 0}}} | rpc.policies.clock.maxConcurrentCalls: 0 (expected: 1 to 1000000)
          {policies: {clock: {retries: {maxAttempts: 11}}}} | rpc.policies.clock.retries.maxAttempts: 11 (expected: 1 to 10)
          {policies: {clock: {retries: {budgetRatio: much}}}} | rpc.policies.clock.retries.budgetRatio: 'much' (expected: a number)
          {policies: {clock: {hedging: {percentile: 100}}}} | rpc.policies.clock.hedging.percentile: 100.0 (expected: 50.0 to 99.99)
          {policies: {clock: {breaker: {lastCalls: 1}}}} | rpc.policies.clock.breaker.lastCalls: 1 (expected: 2 to 1000)
          {policies: {clock: {breakers: {}}}} | unknown key 'rpc.policies.clock.breakers' (did you mean 'breaker'?)
          """)
  void aWrongValueIsNamed(String group, String expected) {
    var error = assertThrows(ConfigException.class, () -> load("rpc: " + group, Map.of()));
    assertEquals(folder.resolve("node.yaml") + ": " + expected, error.getMessage());
  }
}
