package dev.samara.net;

import static dev.samara.net.HubFixture.await;
import static dev.samara.net.HubFixture.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.samara.codec.datagram.DatagramFraming;
import dev.samara.net.connection.Connection;
import dev.samara.net.connection.ConnectionOptions;
import dev.samara.net.connection.Event;
import dev.samara.net.connection.Route;
import dev.samara.net.connection.Timeouts;
import dev.samara.net.connection.UndeliveredException;
import dev.samara.net.route.ConnectionHandler;
import dev.samara.net.route.Routes;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.SocketAddress;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** UDP in both directions: peers that come and go, datagrams that are too long. */
class DatagramTest {

  private static Route echo() {
    ConnectionHandler echo = Connection::post;
    return Routes.handler(() -> echo);
  }

  private static ConnectorOptions to(int port) {
    return ConnectorOptions.udp("out", SocketAddress.inetSocketAddress(port, "127.0.0.1"));
  }

  @Test
  void dialsAndKeepsMessagesApart() {
    var received = Collections.synchronizedList(new ArrayList<String>());
    ConnectionHandler collect = (_, message) -> received.add(message.toString());
    try (var fixture = new HubFixture()) {
      var port = fixture.listen(ListenerOptions.udp("in", 0), echo()).port();
      var connection = await(fixture.hub.connect(to(port), Routes.handler(() -> collect)));
      var expected = IntStream.range(0, 50).mapToObj(i -> "message " + i).toList();
      for (var text : expected) {
        await(connection.send(Buffer.buffer(text)));
        eventually(text, () -> received.contains(text));
      }
      assertEquals(expected, received);
      assertEquals("127.0.0.1:" + port, connection.remoteAddress().toString());
    }
  }

  @Test
  void whatComesFromElsewhereIsIgnored() throws Exception {
    var received = Collections.synchronizedList(new ArrayList<String>());
    ConnectionHandler collect = (_, message) -> received.add(message.toString());
    try (var fixture = new HubFixture();
        var peer = new DatagramSocket(new InetSocketAddress("127.0.0.1", 0));
        var stranger = new DatagramSocket()) {
      var connection =
          await(fixture.hub.connect(to(peer.getLocalPort()), Routes.handler(() -> collect)));
      await(connection.send(Buffer.buffer("hello")));
      var hello = new DatagramPacket(new byte[10], 10);
      peer.setSoTimeout(20_000);
      peer.receive(hello);
      var bytes = "forged".getBytes(java.nio.charset.StandardCharsets.UTF_8);
      stranger.send(new DatagramPacket(bytes, bytes.length, hello.getSocketAddress()));
      peer.send(new DatagramPacket(new byte[] {'y'}, 1, hello.getSocketAddress()));
      eventually("the answer", () -> received.contains("y"));
      assertEquals(List.of("y"), received);
    }
  }

  @Test
  void aSilentPeerIsForgottenAndItsPlaceIsFree() throws Exception {
    var ends = Collections.synchronizedList(new ArrayList<Event>());
    var options = ListenerOptions.udp("in", 0).withMaxConnections(2);
    var quick =
        options.withConnection(
            options.connection().withTimeouts(Timeouts.DEFAULT.withIdle(Duration.ofMillis(300))));
    try (var fixture = new HubFixture();
        var socket = new DatagramSocket()) {
      fixture.hub.observe(event -> {
        if (event instanceof Event.Disconnected) {
          ends.add(event);
        }
      });
      var listener = fixture.listen(quick, echo());
      var to = new InetSocketAddress("127.0.0.1", listener.port());
      // Many peers, of which never more than two are remembered.
      for (var i = 0; i < 20; i++) {
        try (var peer = new DatagramSocket()) {
          peer.send(new DatagramPacket(new byte[] {1}, 1, to));
        }
      }
      eventually("all dealt with", () -> fixture.figures("in").opened() + listener.refused() == 20);
      assertTrue(fixture.figures("in").open() <= 2);
      eventually("forgotten", () -> fixture.figures("in").open() == 0);
      assertEquals(fixture.figures("in").opened(), ends.size());
      assertInstanceOf(Event.Disconnected.class, ends.getFirst());
      socket.setSoTimeout(20_000);
      socket.send(new DatagramPacket(new byte[] {2}, 1, to));
      socket.receive(new DatagramPacket(new byte[10], 10));
    }
  }

  @Test
  void tooLongIsDiscardedComingInAndRejectedGoingOut() throws Exception {
    var framing = new DatagramFraming("short", 10, 0);
    var options = ListenerOptions.udp("in", 0).withConnection(ConnectionOptions.of(framing));
    try (var fixture = new HubFixture();
        var socket = new DatagramSocket()) {
      var listener = fixture.listen(options, echo());
      var to = new InetSocketAddress("127.0.0.1", listener.port());
      socket.setSoTimeout(20_000);
      socket.send(new DatagramPacket(new byte[11], 11, to));
      socket.send(new DatagramPacket(new byte[10], 10, to));
      var answer = new DatagramPacket(new byte[100], 100);
      socket.receive(answer);
      assertEquals(10, answer.getLength());
      var peer = fixture.connections().getFirst().id();
      assertThrows(
          UndeliveredException.class,
          () -> await(fixture.hub.send(peer, Buffer.buffer(new byte[11]))));
      assertEquals(1, fixture.figures("in").out().rejected());
    }
  }
}
