package dev.samara.rpc.bridge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class BridgeOptionsTest {

  private static void assertRefused(String message, Executable options) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, options).getMessage());
  }

  @Test
  void valuesHaveRanges() {
    var usual = BridgeOptions.defaults();
    assertRefused("maxRegistrations: 0 (expected: 1 to 1000000)", () -> usual.withLimits(0, 1));
    assertRefused(
        "maxReplyAddresses: 1000001 (expected: 1 to 1000000)",
        () -> usual.withLimits(1, 1_000_001));
    assertRefused(
        "maxMessageBytes: 0 (expected: 1 to 1073741824)", () -> usual.withMaxMessageBytes(0));
    assertRefused(
        "replyTimeout: 0 ms (expected: 1 ms to 1 day)",
        () -> usual.withReplyTimeout(Duration.ofNanos(1)));
    assertRefused(
        "replyTimeout: 172800000 ms (expected: 1 ms to 1 day)",
        () -> usual.withReplyTimeout(Duration.ofDays(2)));
  }

  @Test
  void nothingIsPermittedByDefault() {
    assertFalse(BridgeOptions.defaults().inbound().permits("a"));
    assertFalse(BridgeOptions.defaults().outbound().permits("a"));
  }

  @Test
  void namesAreExactAndPatternsAreWhole() {
    var some = Permitted.of(List.of("a.b", "regex:news\\.[a-z]+"));
    assertTrue(some.permits("a.b"));
    assertTrue(some.permits("news.today"));
    for (var other : List.of("", "a", "axb", "a.b.c", "news.", "news.today!", "the.news.today")) {
      assertFalse(some.permits(other), other);
    }
  }

  @Test
  void ownAddressesAreForExactNamesOnly() {
    var all = Permitted.none().withRegex(".*");
    assertTrue(all.permits(""));
    assertTrue(all.permits("vertx.x"));
    assertFalse(all.permits("__vertx.reply.1"));
    assertFalse(all.permits("samara.rpc.announce"));
    assertFalse(all.permits("x".repeat(1025)));
    assertTrue(all.permits("x".repeat(1024)));
    assertTrue(all.withAddress("samara.rpc.announce").permits("samara.rpc.announce"));
  }

  @Test
  void patternsForOthersMeanTheSame() {
    var some = Permitted.of(List.of("x", "regex:a|.*b"));
    assertEquals(Set.of("x"), some.addresses());
    var pattern = Pattern.compile(some.regexes().getFirst());
    var tried =
        List.of("a", "ab", "aa", "", "\nb", "samara.b", "__vertx.b", "x".repeat(1024) + "b");
    for (var address : tried) {
      assertEquals(some.permits(address), pattern.matcher(address).matches(), address);
    }
  }

  @Test
  void whatIsNoAddressOrPatternIsRefused() {
    assertRefused(
        "address: ' ' (expected: 1 to 1024 characters)", () -> Permitted.of(List.of(" ")));
    assertRefused(
        "regex:( (expected: a regular expression; Unclosed group)",
        () -> Permitted.of(List.of("regex:(")));
  }
}
