package dev.samara.net;

import static dev.samara.net.HubFixture.await;
import static dev.samara.net.HubFixture.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.samara.codec.line.LineFraming;
import dev.samara.net.connection.CloseMode;
import dev.samara.net.connection.Connection;
import dev.samara.net.connection.ConnectionOptions;
import dev.samara.net.connection.Event;
import dev.samara.net.connection.Route;
import dev.samara.net.route.ConnectionHandler;
import dev.samara.net.route.Routes;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.SocketAddress;
import java.nio.channels.Channels;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** Listeners and connections within one Vert.x, without sockets. */
class MemoryTest {

  private static final LineFraming LINES = new LineFraming(1_000);

  private static Route echo() {
    ConnectionHandler echo = Connection::post;
    return Routes.handler(() -> echo);
  }

  private static ConnectorOptions to(String listener) {
    return ConnectorOptions.memory("out", listener, ConnectionOptions.of(LINES));
  }

  @Test
  void isDialledByNameFromEveryHubOfTheVertx() {
    var received = Collections.synchronizedList(new ArrayList<String>());
    ConnectionHandler collect = (_, message) -> received.add(message.toString());
    try (var fixture = new HubFixture()) {
      var other = await(Hub.start(fixture.vertx, "other"));
      var listener = fixture.listen(ListenerOptions.memory("inside", LINES), echo());
      assertEquals("inside", listener.address());
      for (var hub : List.of(fixture.hub, other, fixture.hub, other)) {
        var connection = await(hub.connect(to("inside"), Routes.handler(() -> collect)));
        await(connection.send(Buffer.buffer("hello")));
        assertEquals("memory:inside", connection.remoteAddress().toString());
      }
      eventually("all answered", () -> received.size() == 4);
      await(other.close());
    }
  }

  @Test
  void aNameIsTakenOnceAndGoneWithItsListener() {
    try (var fixture = new HubFixture()) {
      var listener = fixture.listen(ListenerOptions.memory("inside", LINES), echo());
      var taken =
          assertThrows(
              ListenException.class,
              () -> fixture.listen(ListenerOptions.memory("inside", LINES), echo()));
      assertTrue(taken.getMessage().endsWith("the name is taken"), taken.getMessage());
      var connection = await(fixture.hub.connect(to("inside"), echo()));
      HubFixture.eventually("the other end is there", () -> fixture.connections().size() == 2);
      await(listener.unlisten());
      var gone =
          assertThrows(
              IllegalStateException.class, () -> await(fixture.hub.connect(to("inside"), echo())));
      assertEquals("cannot connect to inside: nobody listens", gone.getMessage());
      assertTrue(!connection.closed().isComplete());
    }
  }

  @Test
  void beyondTheLimitTheOtherEndIsClosed() {
    try (var fixture = new HubFixture()) {
      fixture.listen(ListenerOptions.memory("inside", LINES).withMaxConnections(1), echo());
      await(fixture.hub.connect(to("inside"), echo()));
      var refused = await(fixture.hub.connect(to("inside"), echo()));
      var end = await(refused.closed());
      assertEquals("closed by the peer", end.reason());
    }
  }

  @Test
  void theEndOfTheVertxEndsWhatWasDialled() throws Exception {
    var pipe = java.nio.channels.Pipe.open();
    var back = java.nio.channels.Pipe.open();
    var vertx = Vertx.vertx();
    var hub = await(Hub.start(vertx, "ending"));
    try (var server = new java.net.ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress())) {
      await(hub.listen(ListenerOptions.memory("inside", LINES), echo()));
      var tcp =
          ConnectorOptions.to(
              "out",
              SocketAddress.inetSocketAddress(server.getLocalPort(), "127.0.0.1"),
              ConnectionOptions.of(LINES));
      var input = Channels.newInputStream(pipe.source());
      var output = Channels.newOutputStream(back.sink());
      var dialled =
          List.of(
              await(hub.connect(tcp, echo())),
              await(hub.connect(to("inside"), echo())),
              await(hub.pipe("pipe", input, output, tcp.connection(), echo())));
      await(vertx.close());
      for (var connection : dialled) {
        assertTrue(connection.closed().isComplete(), connection.id().toString());
      }
      assertEquals(-1, server.accept().getInputStream().read());
      assertEquals(-1, Channels.newInputStream(back.source()).read());
    } finally {
      pipe.sink().close();
    }
  }

  /** Ends at random moments, on two event loops: each message has one outcome at each end. */
  @RepeatedTest(20)
  void whateverTheMomentOfAnEndEveryMessageIsAccountedFor() {
    ConnectionHandler silent = (_, _) -> {};
    var ends = Collections.synchronizedList(new ArrayList<Event>());
    try (var fixture = new HubFixture()) {
      fixture.hub.observe(event -> {
        if (event instanceof Event.Disconnected) {
          ends.add(event);
        }
      });
      fixture.listen(ListenerOptions.memory("inside", LINES), echo());
      var connections = new ArrayList<Connection>();
      for (var i = 0; i < 20; i++) {
        connections.add(await(fixture.hub.connect(to("inside"), Routes.handler(() -> silent))));
      }
      for (var i = 0; i < 2_000; i++) {
        connections.get(i % 20).post(Buffer.buffer("message " + i));
        if (i % 100 == 99) {
          connections.get(i / 100).close(CloseMode.values()[i / 100 % 3]);
        }
      }
      eventually("both ends of each", () -> ends.size() == 40);
      var out = fixture.figures("out").out();
      assertEquals(2_000, out.accepted());
      // What one end says has left the other has read.
      assertEquals(out.flushed(), fixture.figures("inside").in().accepted());
    }
  }
}
