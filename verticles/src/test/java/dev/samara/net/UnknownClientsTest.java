package dev.samara.net;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.samara.codec.line.LineFraming;
import dev.samara.net.access.AccessRules;
import dev.samara.net.connection.Connection;
import dev.samara.net.connection.Route;
import dev.samara.net.handshake.Handshakes;
import dev.samara.net.route.Routes;
import io.vertx.core.buffer.Buffer;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients that the handshake does not know go on without a name, unless rules say otherwise. */
class UnknownClientsTest {

  @TempDir Path folder;

  private static Route answering(String answer) {
    return Routes.handler(
        () -> (Connection connection, Buffer _) -> connection.post(Buffer.buffer(answer)));
  }

  private static Route byDefault(HubFixture fixture) {
    return Handshakes.offered(
        answering("known"),
        answering("unknown"),
        Handshakes.keyword("ann"::equals),
        fixture.hub.clients());
  }

  private static Route ruled(HubFixture fixture, AccessRules rules) {
    return Handshakes.offered(
        answering("known"),
        answering("unknown"),
        rules,
        Handshakes.keyword("ann"::equals),
        fixture.hub.clients());
  }

  private ListenerOptions unix() {
    return ListenerOptions.unix("gate", folder.resolve("a.sock"), new LineFraming(100));
  }

  private static ListenerOptions tcp() {
    return ListenerOptions.tcp("gate", 0, new LineFraming(100));
  }

  @Test
  void byDefaultTheyMayNotComeByALocalGate() {
    try (var fixture = new HubFixture()) {
      var listener = fixture.listen(unix(), byDefault(fixture));
      try (var known = RawClient.unix(folder.resolve("a.sock"));
          var unknown = RawClient.unix(folder.resolve("a.sock"))) {
        assertEquals("OK", known.write("ann\n").readLine());
        assertEquals("known", known.write("x\n").readLine());
        assertEquals("", unknown.write("bob\nx\n").readToEnd());
      }
      assertEquals(Map.of("rules", 1L), listener.refusals());
    }
  }

  @Test
  void byDefaultTheyMayComeByAnyOtherGate() {
    try (var fixture = new HubFixture();
        var unknown = RawClient.tcp(fixture.listen(tcp(), byDefault(fixture)).port())) {
      assertEquals("unknown", unknown.write("bob\n").readLine());
      assertEquals("unknown", unknown.write("x\n").readLine());
    }
  }

  @Test
  void otherRulesTakeThePlaceOfTheDefault() {
    try (var fixture = new HubFixture()) {
      fixture.listen(unix(), ruled(fixture, AccessRules.NONE));
      var far = fixture.listen(tcp(), ruled(fixture, AccessRules.of("deny local", "allow")));
      try (var near = RawClient.unix(folder.resolve("a.sock"));
          var loopback = RawClient.tcp(far.port());
          var known = RawClient.tcp(far.port())) {
        assertEquals("unknown", near.write("bob\n").readLine());
        assertEquals("", loopback.write("bob\n").readToEnd());
        assertEquals("OK", known.write("ann\n").readLine());
      }
      assertEquals(Map.of("rules", 1L), far.refusals());
    }
  }
}
