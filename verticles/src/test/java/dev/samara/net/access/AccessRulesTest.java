package dev.samara.net.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.samara.net.connection.Peer;
import dev.samara.net.connection.Transport;
import io.vertx.core.net.SocketAddress;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AccessRulesTest {

  private static Peer tcp(String address, String... identities) {
    return new Peer(
        Transport.TCP,
        SocketAddress.inetSocketAddress(1234, address),
        "lines",
        List.of(identities));
  }

  private static Peer unix() {
    return new Peer(Transport.UNIX, SocketAddress.domainSocketAddress(""), "local", List.of());
  }

  private static boolean allowed(AccessRules rules, Peer peer) {
    return rules.judge(peer, Optional.empty()).allowed();
  }

  @Test
  void withoutRulesEverybodyIsAllowed() {
    assertTrue(allowed(AccessRules.NONE, tcp("192.0.2.1")));
  }

  @Test
  void theFirstRuleThatMatchesDecides() {
    var rules = AccessRules.of("deny 10.1.0.0/16", "allow 10.0.0.0/8", "deny", "allow 192.0.2.1");
    assertTrue(allowed(rules, tcp("10.2.0.1")));
    assertFalse(allowed(rules, tcp("10.1.0.1")));
    assertFalse(allowed(rules, tcp("192.0.2.1")));
    assertEquals(
        "denied by the rule 'deny 10.1.0.0/16'",
        rules.judge(tcp("10.1.0.1"), Optional.empty()).reason());
  }

  @Test
  void whomNoRuleIsAboutIsDenied() {
    var rules = AccessRules.of("deny 10.0.0.0/8");
    assertEquals("no rule allows it", rules.judge(tcp("192.0.2.1"), Optional.empty()).reason());
  }

  @Test
  void unixSocketsAreLocal() {
    var rules = AccessRules.of("allow local");
    assertTrue(allowed(rules, unix()));
    assertTrue(allowed(rules, tcp("127.0.0.2")));
    assertTrue(allowed(rules, tcp("::1")));
    assertFalse(allowed(rules, tcp("192.0.2.1")));
    assertFalse(allowed(AccessRules.of("allow 10.0.0.0/8"), unix()));
    assertFalse(allowed(AccessRules.of("allow 127.0.0.0/8 tcp"), unix()));
  }

  @Test
  void aHostNameInPlaceOfAnAddressMatchesNoRange() {
    assertFalse(allowed(AccessRules.of("allow 0.0.0.0/0 ::/0"), tcp("some.where")));
    assertTrue(allowed(AccessRules.of("allow tcp"), tcp("some.where")));
  }

  @Test
  void theScopeOfAnAddressDoesNotMatter() {
    assertTrue(allowed(AccessRules.of("allow fe80::/10"), tcp("fe80::1%eth0")));
  }

  @Test
  void allListsOfARuleHaveToMatch() {
    var rules = AccessRules.of("allow tcp 10.0.0.0/8 listener:lines identity:*.example client:a*");
    var peer = tcp("10.0.0.1", "other", "a.example");
    assertTrue(rules.judge(peer, Optional.of("ann")).allowed());
    assertFalse(rules.judge(peer, Optional.of("bob")).allowed());
    assertFalse(rules.judge(peer, Optional.empty()).allowed());
    assertFalse(rules.judge(tcp("10.0.0.1", "other"), Optional.of("ann")).allowed());
    assertFalse(rules.judge(tcp("11.0.0.1", "a.example"), Optional.of("ann")).allowed());
    var elsewhere = new Peer(Transport.TCP, peer.address(), "chat", peer.identities());
    assertFalse(rules.judge(elsewhere, Optional.of("ann")).allowed());
    var webSocket = new Peer(Transport.WEBSOCKET, peer.address(), "lines", peer.identities());
    assertFalse(rules.judge(webSocket, Optional.of("ann")).allowed());
  }

  @ParameterizedTest
  @CsvSource({
    "'', '', true",
    "'', a, false",
    "*, '', true",
    "*, anything, true",
    "a*, a, true",
    "a*, ba, false",
    "*a, bba, true",
    "*ab, aab, true",
    "*a*b*, xaxbx, true",
    "*a*b*, xbxa, false",
    "a*b, ab, true",
    "a*b, abc, false",
    "a, a*, false"
  })
  void starsStandForAnyCharacters(String pattern, String text, boolean expected) {
    assertEquals(expected, Glob.matches(pattern, text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "allow",
        "deny",
        "allow unix",
        "deny tcp udp 10.0.0.0/8 1.2.3.4/32",
        "allow websocket listener:chat identity:*.example client:ann client:b*"
      })
  void writesWhatItReads(String text) {
    assertEquals(text, AccessRule.parse(text).toString());
    assertEquals(AccessRule.parse(text), AccessRule.parse(" " + text.replace(" ", "  ") + " "));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''                 | allow or deny",
        "permit             | allow or deny",
        "allow everybody    | 'everybody'",
        "allow 10.0.0.1/8   | no bits set behind the prefix",
        "allow TCP          | 'TCP'",
        "allow listener:    | a value after it",
        "allow client:      | a value after it"
      })
  void saysWhichWordIsNone(String text, String part) {
    var failure = assertThrows(IllegalArgumentException.class, () -> AccessRule.parse(text));
    assertTrue(failure.getMessage().contains(part), failure.getMessage());
  }
}
