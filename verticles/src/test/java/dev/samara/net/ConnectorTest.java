package dev.samara.net;

import static dev.samara.net.HubFixture.await;
import static dev.samara.net.HubFixture.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.samara.codec.line.LineFraming;
import dev.samara.net.client.Claim;
import dev.samara.net.connection.CloseMode;
import dev.samara.net.connection.Connection;
import dev.samara.net.connection.ConnectionId;
import dev.samara.net.connection.ConnectionOptions;
import dev.samara.net.connection.Route;
import dev.samara.net.connection.UndeliveredException;
import dev.samara.net.route.ConnectionHandler;
import dev.samara.net.route.Routes;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.SocketAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Dialling out, and reaching connections by id and by name. */
class ConnectorTest {

  private static final ConnectionOptions LINES = ConnectionOptions.of(new LineFraming(1_000));

  private static ConnectorOptions to(int port) {
    return ConnectorOptions.to("out", SocketAddress.inetSocketAddress(port, "127.0.0.1"), LINES);
  }

  @Test
  void talksToAListenerOfTheSameKit() {
    try (var fixture = new HubFixture()) {
      ConnectionHandler echo = Connection::post;
      var listener =
          fixture.listen(
              ListenerOptions.tcp("lines", 0, new LineFraming(1_000)), Routes.handler(() -> echo));
      var received = Collections.synchronizedList(new ArrayList<String>());
      ConnectionHandler collect = (_, message) -> received.add(message.toString());
      var connection =
          await(fixture.hub.connect(to(listener.port()), Routes.handler(() -> collect)));
      await(connection.send(Buffer.buffer("one")));
      await(connection.send(Buffer.buffer("two")));
      eventually("both back", () -> received.size() == 2);
      assertEquals(List.of("one", "two"), received);
      var end = await(connection.close(CloseMode.DRAIN));
      assertTrue(end.queued().isEmpty());
      assertEquals(2, fixture.figures("out").out().flushed());
      assertEquals(2, fixture.figures("out").in().flushed());
    }
  }

  @Test
  void saysWhereItCouldNotConnect() {
    try (var fixture = new HubFixture()) {
      var free = fixture.listen(ListenerOptions.tcp("gone", 0, new LineFraming(1)), echo()).port();
      await(fixture.hub.close());
      var failure =
          assertThrows(
              IllegalStateException.class, () -> await(fixture.hub.connect(to(free), echo())));
      assertTrue(
          failure.getMessage().startsWith("cannot connect to 127.0.0.1:" + free),
          failure.getMessage());
    }
  }

  private static Route echo() {
    ConnectionHandler echo = Connection::post;
    return Routes.handler(() -> echo);
  }

  @Test
  void reachesAConnectionByIdFromAnotherHub() {
    try (var fixture = new HubFixture()) {
      var other = await(Hub.start(fixture.vertx, "other"));
      var listener =
          fixture.listen(ListenerOptions.tcp("lines", 0, new LineFraming(1_000)), echo());
      try (var client = RawClient.tcp(listener.port())) {
        eventually("connected", () -> fixture.connections().size() == 1);
        var id = fixture.connections().getFirst().id();
        assertEquals(id, ConnectionId.parse(id.toString()));
        await(fixture.hub.send(id, Buffer.buffer("from here")));
        await(other.send(id, Buffer.buffer("from there")));
        assertEquals("from here", client.readLine());
        assertEquals("from there", client.readLine());
        var nobody = new ConnectionId("test", "lines", id.serial() + 1_000);
        var elsewhere = new ConnectionId("test", "wrong", id.serial());
        assertThrows(
            UndeliveredException.class,
            () -> await(fixture.hub.send(elsewhere, Buffer.buffer("x"))));
        for (var hub : List.of(fixture.hub, other)) {
          var failure =
              assertThrows(
                  UndeliveredException.class, () -> await(hub.send(nobody, Buffer.buffer("x"))));
          assertTrue(failure.getMessage().contains("no such connection"), failure.getMessage());
        }
      }
    }
  }

  @Test
  void aNameBelongsToOneConnectionAtATime() {
    try (var fixture = new HubFixture()) {
      var clients = fixture.hub.clients();
      var listener =
          fixture.listen(ListenerOptions.tcp("lines", 0, new LineFraming(1_000)), echo());
      var toServer = to(listener.port());
      var first = await(fixture.hub.connect(toServer, echo()));
      var second = await(fixture.hub.connect(toServer, echo()));
      assertEquals(Claim.GIVEN, clients.claim("ann", first));
      assertEquals("ann", first.client().orElseThrow());
      assertEquals(Claim.TAKEN, clients.claim("ann", second));
      assertThrows(IllegalArgumentException.class, () -> clients.claim("bob", first));
      assertThrows(IllegalArgumentException.class, () -> clients.claim("a b", second));
      await(first.close(CloseMode.NOW));
      eventually("free again", () -> clients.find("ann").isEmpty());
      assertEquals(Claim.GIVEN, clients.claim("ann", second));
      assertEquals(List.of("ann"), List.copyOf(clients.all().keySet()));
    }
  }
}
