package dev.samara.net;

import static dev.samara.net.HubFixture.await;
import static dev.samara.net.HubFixture.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.samara.codec.line.LineFraming;
import dev.samara.net.access.AccessOptions;
import dev.samara.net.access.AccessRules;
import dev.samara.net.connection.AddressText;
import dev.samara.net.connection.Connection;
import dev.samara.net.connection.ConnectionOptions;
import dev.samara.net.route.Routes;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.transport.Transport;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Listening, dialling, rules and what is shown, over IPv6. */
class Ipv6Test {

  private static final ConnectionOptions LINES = ConnectionOptions.of(new LineFraming(100));

  private static HubFixture fixture(String loops) {
    return new HubFixture(loops.equals("nio") ? Transport.NIO : Transport.EPOLL);
  }

  private static Listener listen(HubFixture fixture, ListenerOptions options, String... rules) {
    return fixture.listen(
        options
            .withHost("::1")
            .withAccess(AccessOptions.defaults().withRules(AccessRules.of(rules))),
        Routes.handler(() -> Connection::post));
  }

  private static SocketAddress loopback(Listener listener) {
    return SocketAddress.inetSocketAddress(listener.port(), "::1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"nio", "epoll"})
  void aConnectorReachesAListenerAndBothAreShownInBrackets(String loops) {
    try (var fixture = fixture(loops)) {
      var listener = listen(fixture, ListenerOptions.tcp("six", 0, new LineFraming(100)), "allow");
      assertEquals("[::1]:" + listener.port(), listener.address());
      var told = new RecordingHandler();
      var connection =
          await(
              fixture.hub.connect(
                  ConnectorOptions.to("up", loopback(listener), LINES), told.route()));
      await(connection.send(Buffer.buffer("x")));
      eventually("answered", () -> told.told.contains("message x"));
      var remote =
          fixture.connections().stream()
              .filter(info -> info.id().listener().equals("six"))
              .findFirst()
              .orElseThrow()
              .remoteAddress();
      assertTrue(remote.matches("\\[::1]:[0-9]+"), remote);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"nio", "epoll"})
  void datagrams(String loops) {
    try (var fixture = fixture(loops)) {
      var listener = listen(fixture, ListenerOptions.udp("six", 0), "allow ::1/128");
      var told = new RecordingHandler();
      var connection =
          await(fixture.hub.connect(ConnectorOptions.udp("up", loopback(listener)), told.route()));
      await(connection.send(Buffer.buffer("x")));
      eventually("answered", () -> told.told.contains("message x"));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "allow ::1/128, true",
    "allow local, true",
    "allow ::/0, true",
    "allow fe80::/10, false",
    "deny ::1, false",
    "allow 127.0.0.0/8, false",
    "allow 0.0.0.0/0, false",
  })
  void rulesKnowItsRanges(String rule, boolean allowed) {
    try (var fixture = fixture("nio")) {
      var listener = listen(fixture, ListenerOptions.tcp("six", 0, new LineFraming(100)), rule);
      var told = new RecordingHandler();
      await(
          fixture.hub.connect(ConnectorOptions.to("up", loopback(listener), LINES), told.route()));
      if (allowed) {
        told.connections.getFirst().post(Buffer.buffer("x"));
        eventually("answered", () -> told.told.contains("message x"));
      } else {
        eventually("closed", () -> told.told.contains("disconnected []"));
        assertEquals(Map.of("rules", 1L), listener.refusals());
      }
    }
  }

  @Test
  void aPlaceThatIsTakenIsNamedInBrackets() {
    try (var fixture = fixture("nio")) {
      var taken = listen(fixture, ListenerOptions.tcp("six", 0, new LineFraming(100)), "allow");
      var again = ListenerOptions.tcp("again", taken.port(), new LineFraming(100));
      var failure = assertThrows(ListenException.class, () -> listen(fixture, again, "allow"));
      assertTrue(
          failure
              .getMessage()
              .startsWith("listener 'again' cannot listen on tcp [::1]:" + taken.port() + ": "),
          failure.getMessage());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0:0:0:0:0:0:0:1, [::1]:80",
    "2001:db8:0:0:1:0:0:1, [2001:db8::1:0:0:1]:80",
    "fe80::1%3, [fe80::1%3]:80",
    "127.0.0.1, 127.0.0.1:80",
    "a.test, a.test:80",
  })
  void addressesAsPeopleReadThem(String host, String text) {
    assertEquals(text, AddressText.of(SocketAddress.inetSocketAddress(80, host)));
  }
}
