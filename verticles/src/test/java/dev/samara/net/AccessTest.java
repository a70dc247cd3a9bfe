package dev.samara.net;

import static dev.samara.net.HubFixture.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.samara.codec.line.LineFraming;
import dev.samara.net.access.AccessOptions;
import dev.samara.net.access.AccessRoutes;
import dev.samara.net.access.AccessRules;
import dev.samara.net.access.Rate;
import dev.samara.net.connection.Balance;
import dev.samara.net.connection.Connection;
import dev.samara.net.connection.Route;
import dev.samara.net.handshake.Handshakes;
import dev.samara.net.route.ConnectionHandler;
import dev.samara.net.route.Routes;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rules, limits and rates of a listener, over real sockets. */
class AccessTest {

  private static final AccessOptions ANYBODY = AccessOptions.defaults();

  @TempDir Path folder;

  private static Route echo() {
    ConnectionHandler echo = Connection::post;
    return Routes.handler(() -> echo);
  }

  private static ListenerOptions lines(AccessOptions access) {
    return ListenerOptions.tcp("lines", 0, new LineFraming(1_000)).withAccess(access);
  }

  private static void assertEchoes(RawClient client) {
    assertEquals("x", client.write("x\n").readLine());
  }

  @Test
  void refusesTheWrongAddress() {
    try (var fixture = new HubFixture()) {
      var access = ANYBODY.withRules(AccessRules.of("deny 127.0.0.2", "allow 127.0.0.0/29"));
      var listener = fixture.listen(lines(access), echo());
      try (var right = RawClient.tcpFrom("127.0.0.1", listener.port());
          var wrong = RawClient.tcpFrom("127.0.0.2", listener.port());
          var other = RawClient.tcpFrom("127.0.0.8", listener.port())) {
        assertEquals("", wrong.readToEnd());
        assertEquals("", other.readToEnd());
        assertEchoes(right);
      }
      assertEquals(Map.of("rules", 2L), listener.refusals());
      assertEquals(2, listener.refused());
      assertEquals(1, fixture.figures("lines").opened());
    }
  }

  @Test
  void letsUnixSocketsInAsLocal() {
    try (var fixture = new HubFixture()) {
      var path = folder.resolve("a.sock");
      var options = ListenerOptions.unix("local", path, new LineFraming(100));
      fixture.listen(options.withAccess(ANYBODY.withRules(AccessRules.of("allow local"))), echo());
      try (var client = RawClient.unix(path)) {
        assertEchoes(client);
      }
    }
  }

  @Test
  void limitsTheConnectionsOfAnAddress() {
    try (var fixture = new HubFixture()) {
      var listener = fixture.listen(lines(ANYBODY.withMaxConnectionsPerAddress(1)), echo());
      try (var first = RawClient.tcpFrom("127.0.0.2", listener.port())) {
        assertEchoes(first);
        try (var second = RawClient.tcpFrom("127.0.0.2", listener.port());
            var other = RawClient.tcpFrom("127.0.0.3", listener.port())) {
          assertEquals("", second.readToEnd());
          assertEchoes(other);
        }
      }
      assertEquals(Map.of("address-full", 1L), listener.refusals());
      eventually("a free place", () -> fixture.figures("lines").open() == 0);
      try (var again = RawClient.tcpFrom("127.0.0.2", listener.port())) {
        assertEchoes(again);
      }
    }
  }

  @Test
  void limitsTheConnectionsOfTheNode() {
    try (var fixture = new HubFixture()) {
      var one = fixture.listen(lines(ANYBODY), echo());
      var two = fixture.listen(ListenerOptions.tcp("two", 0, new LineFraming(100)), echo());
      fixture.hub.limitConnections(1);
      try (var first = RawClient.tcp(one.port())) {
        assertEchoes(first);
        try (var second = RawClient.tcp(two.port())) {
          assertEquals("", second.readToEnd());
        }
        assertEquals(Map.of("node-full", 1L), two.refusals());
        fixture.hub.limitConnections(2);
        try (var third = RawClient.tcp(two.port())) {
          assertEchoes(third);
        }
      }
    }
  }

  @Test
  void limitsTheRateOfNewConnections() {
    try (var fixture = new HubFixture()) {
      var rates = ANYBODY.withConnectionRates(Optional.of(Rate.perSecond(1)), Optional.empty());
      var listener = fixture.listen(lines(rates), echo());
      try (var first = RawClient.tcp(listener.port())) {
        assertEchoes(first);
        eventually(
            "one is refused",
            () -> {
              RawClient.tcp(listener.port()).close();
              return listener.refusals().containsKey("rate");
            });
        assertEchoes(first);
      }
    }
  }

  @Test
  void limitsTheRateOfMessagesWithoutLosingAny() {
    try (var fixture = new HubFixture()) {
      var rates = ANYBODY.withMessageRates(Optional.of(new Rate(100, 20)), Optional.empty());
      var options = lines(rates);
      var credit = options.connection().withCredit(10, 1_000);
      var listener = fixture.listen(options.withConnection(credit), echo());
      try (var client = RawClient.tcp(listener.port())) {
        var startNanos = System.nanoTime();
        client.write("line\n".repeat(80)).endOutput();
        assertEquals("line\n".repeat(80), client.readToEnd());
        // 20 at once, and 60 more at 100 a second; the coarse clock may be a tick ahead.
        var millis = (System.nanoTime() - startNanos) / 1_000_000;
        assertTrue(millis >= 450, "after " + millis + " ms");
      }
      assertEquals(new Balance(80, 80, 0, 0, 0, 0, 0), fixture.figures("lines").in());
    }
  }

  @Test
  void doesNotReadFromWhomARateHoldsBack() {
    try (var fixture = new HubFixture()) {
      var rates = ANYBODY.withMessageRates(Optional.of(new Rate(1, 1)), Optional.empty());
      var options = lines(rates);
      var credit = options.connection().withCredit(10, 1_000);
      var listener = fixture.listen(options.withConnection(credit), echo());
      try (var client = RawClient.tcp(listener.port())) {
        client.write("line\n".repeat(80));
        eventually("a pause", () -> fixture.connections().stream().anyMatch(info -> info.paused()));
        client.reset();
      }
      eventually("closed", () -> fixture.figures("lines").open() == 0);
    }
  }

  @Test
  void limitsTheRateOfBytes() {
    try (var fixture = new HubFixture()) {
      var rates = ANYBODY.withMessageRates(Optional.empty(), Optional.of(new Rate(1_000, 200)));
      var listener = fixture.listen(lines(rates), echo());
      try (var client = RawClient.tcp(listener.port())) {
        var startNanos = System.nanoTime();
        // The first is larger than a burst: it passes, and costs its time.
        var all = "x".repeat(600) + "\ny\n";
        assertEquals(all, client.write(all).endOutput().readToEnd());
        var millis = (System.nanoTime() - startNanos) / 1_000_000;
        assertTrue(millis >= 250, "after " + millis + " ms");
      }
    }
  }

  @Test
  void returnsWhatARateHoldsBackWhenTheConnectionEnds() {
    try (var fixture = new HubFixture()) {
      var rates = ANYBODY.withMessageRates(Optional.of(new Rate(1, 1)), Optional.empty());
      var listener = fixture.listen(lines(rates), echo());
      try (var client = RawClient.tcp(listener.port())) {
        assertEquals("1", client.write("1\n".repeat(40)).readLine());
        eventually("all read", () -> fixture.figures("lines").in().accepted() == 40);
        client.reset();
      }
      eventually("closed", () -> fixture.figures("lines").open() == 0);
      var in = fixture.figures("lines").in();
      assertTrue(in.returned() >= 1 && in.addsUp(), in.toString());
    }
  }

  @Test
  void guardsARouteByTheNameOfTheClient() {
    try (var fixture = new HubFixture()) {
      var guarded = AccessRoutes.guarded(echo(), AccessRules.of("allow client:ann local"));
      var route =
          Handshakes.required(guarded, Handshakes.keyword(_ -> true), fixture.hub.clients());
      var listener = fixture.listen(lines(ANYBODY), route);
      try (var ann = RawClient.tcp(listener.port());
          var bob = RawClient.tcp(listener.port())) {
        assertEquals("OK", ann.write("ann\nhello\n").readLine());
        assertEquals("hello", ann.readLine());
        assertEquals("OK\n", bob.write("bob\nhello\n").readToEnd());
        assertEchoes(ann);
      }
      eventually("closed", () -> fixture.figures("lines").open() == 0);
      // Two names and two lines were dealt with; what bob said was refused.
      assertEquals(new Balance(5, 4, 0, 0, 1, 0, 0), fixture.figures("lines").in());
    }
  }

  @Test
  void aRouteThatDoesNotWantADatagramPeerEndsIt() throws Exception {
    try (var fixture = new HubFixture();
        var socket = new DatagramSocket()) {
      var route = AccessRoutes.guarded(echo(), AccessRules.of("deny"));
      var listener = fixture.listen(ListenerOptions.udp("datagrams", 0), route);
      var to = new InetSocketAddress("127.0.0.1", listener.port());
      socket.send(new DatagramPacket(new byte[] {1}, 1, to));
      eventually("it came", () -> fixture.figures("datagrams").opened() == 1);
      eventually("and went", () -> fixture.figures("datagrams").open() == 0);
    }
  }

  @Test
  void asksAgainWhenTheNameHasChanged() {
    try (var fixture = new HubFixture()) {
      var clients = fixture.hub.clients();
      ConnectionHandler renaming =
          (connection, message) -> {
            connection.post(message);
            clients.adopt(connection, message.toString());
          };
      var rules = AccessRules.of("deny client:bob", "allow");
      var route = AccessRoutes.guarded(Routes.handler(() -> renaming), rules);
      var listener = fixture.listen(lines(ANYBODY), route);
      try (var client = RawClient.tcp(listener.port())) {
        assertEquals("bob", client.write("bob\n").readLine());
        assertEquals("", client.write("more\n").readToEnd());
      }
    }
  }
}
