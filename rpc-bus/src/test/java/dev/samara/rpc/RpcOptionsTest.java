package dev.samara.rpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
        "callTimeout: PT0S (expected: PT0.001S to PT24H)",
        () -> options.withCallTimeout(Duration.ZERO));
    assertRefused(
        "nodeLostAfter: PT1S (expected: PT2S to PT10M)",
        () -> options.withAnnouncing(Duration.ofSeconds(1), Duration.ofSeconds(1)));
    assertRefused(
        "drainTimeout: PT-1S (expected: PT0S to PT1H)",
        () -> options.withDrainTimeout(Duration.ofSeconds(-1)));
    assertRefused(
        "maxMessageBytes: 1023 (expected: 1024 to 67108864)", () -> options.withLimits(1023, 1, 1));
    assertRefused(
        "maxPendingCalls: 0 (expected: 1 to 1000000)", () -> options.withLimits(1024, 0, 1));
    assertRefused(
        "maxConcurrentCalls: 1000001 (expected: 1 to 1000000)",
        () -> options.withLimits(1024, 1, 1_000_001));
    assertRefused("nodeName: ' ' (expected: 1 to 128 characters)", () -> RpcOptions.defaults(" "));
  }

  @Test
  void whatMostLeaveAloneHasDefaultsAndRanges() {
    RpcTuning tuning = RpcTuning.defaults();
    assertEquals(
        new RpcTuning(
            256,
            4 << 20,
            64 << 20,
            false,
            Duration.ofSeconds(2),
            List.of(),
            Optional.empty(),
            Map.of(),
            Optional.empty()),
        tuning);
    assertEquals(
        new RpcTuning(
            1,
            1 << 16,
            1 << 16,
            true,
            Duration.ofMillis(1),
            List.of(),
            Optional.empty(),
            Map.of(),
            Optional.empty()),
        tuning
            .withStreamWindow(1, 1 << 16)
            .withMaxQueuedBytes(1 << 16)
            .withDebug(true)
            .withSlowCall(Duration.ofMillis(1)));
    for (int items : List.of(0, 65_537)) {
      assertRefused(
          "streamWindow: " + items + " (expected: 1 to 65536)",
          () -> tuning.withStreamWindow(items));
    }
    for (long bytes : List.of((1L << 16) - 1, (1L << 30) + 1)) {
      assertRefused(
          "maxQueuedBytes: " + bytes + " (expected: 65536 to 1073741824)",
          () -> tuning.withMaxQueuedBytes(bytes));
      assertRefused(
          "streamWindowBytes: " + bytes + " (expected: 65536 to 1073741824)",
          () -> tuning.withStreamWindow(256, bytes));
    }
    for (Duration slow : List.of(Duration.ofNanos(999_999), Duration.ofDays(1).plusNanos(1))) {
      assertRefused(
          "slowCall: " + slow + " (expected: 1 ms to 1 day)", () -> tuning.withSlowCall(slow));
    }
  }

  private static void assertRefused(String message, Executable making) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, making).getMessage());
  }
}
