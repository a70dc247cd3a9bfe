package dev.samara.rpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class RpcOptionsTest {
  @Test
  void defaultsAreAsDocumented() {
    assertEquals(
        new RpcOptions(
            "a",
            "1",
            Duration.ofSeconds(5),
            Duration.ofMillis(500),
            Duration.ofMillis(2500),
            Duration.ofSeconds(5),
            1 << 20,
            10_000,
            10_000,
            RpcTuning.defaults()),
        RpcOptions.defaults("a", "1"));
    assertNotEquals(RpcOptions.defaults("a").nodeId(), RpcOptions.defaults("a").nodeId());
  }

  @Test
  void anErrorNamesTheOptionItsValueAndItsRange() {
    RpcOptions options = RpcOptions.defaults("a");
    assertRefused(
        "callTimeout is PT0S: it must be from PT0.001S to PT24H",
        () -> options.withCallTimeout(Duration.ZERO));
    assertRefused(
        "nodeLostAfter is PT1S: it must be from PT2S to PT10M",
        () -> options.withAnnouncing(Duration.ofSeconds(1), Duration.ofSeconds(1)));
    assertRefused(
        "drainTimeout is PT-1S: it must be from PT0S to PT1H",
        () -> options.withDrainTimeout(Duration.ofSeconds(-1)));
    assertRefused(
        "maxMessageBytes is 1023: it must be from 1024 to 67108864",
        () -> options.withLimits(1023, 1, 1));
    assertRefused(
        "maxPendingCalls is 0: it must be from 1 to 1000000", () -> options.withLimits(1024, 0, 1));
    assertRefused(
        "maxConcurrentCalls is 1000001: it must be from 1 to 1000000",
        () -> options.withLimits(1024, 1, 1_000_001));
    assertRefused(
        "nodeName is ' ': it must have 1 to 128 characters", () -> RpcOptions.defaults(" "));
  }

  private static void assertRefused(String message, Executable making) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, making).getMessage());
  }
}
