package dev.samara.rpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.samara.rpc.call.ServiceOptions;
import dev.samara.rpc.call.ShardOptions;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class ShardOptionsTest {
  private static final ShardOptions OPTIONS = ShardOptions.of(64);

  @Test
  void everyOptionHasItsDefaultAndItsRange() {
    assertEquals(
        new ShardOptions(
            64, ServiceOptions.defaults(), Duration.ofSeconds(5), Duration.ofSeconds(5), 10_000),
        OPTIONS);
    refused("count: 0 (expected: 1 to 1024)", () -> ShardOptions.of(0));
    refused("count: 1025 (expected: 1 to 1024)", () -> ShardOptions.of(1025));
    refused(
        "drainTimeout: PT-1S (expected: PT0S to PT1H)",
        () -> OPTIONS.withTimes(Duration.ofSeconds(-1), Duration.ofSeconds(1)));
    refused(
        "maxBackoff: PT0.019S (expected: PT0.02S to PT10M)",
        () -> OPTIONS.withTimes(Duration.ZERO, Duration.ofMillis(19)));
    refused("maxWaitingCalls: 0 (expected: 1 to 1000000)", () -> OPTIONS.withMaxWaitingCalls(0));
    assertEquals(
        2, OPTIONS.withService(ServiceOptions.defaults().withVersion(2)).service().version());
  }

  private static void refused(String message, Executable action) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, action).getMessage());
  }
}
