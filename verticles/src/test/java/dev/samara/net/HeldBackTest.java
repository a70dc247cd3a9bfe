package dev.samara.net;

import static dev.samara.net.HubFixture.await;
import static dev.samara.net.HubFixture.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.samara.codec.line.LineFraming;
import dev.samara.net.connection.Cause;
import dev.samara.net.connection.CloseMode;
import dev.samara.net.connection.Connection;
import dev.samara.net.connection.ConnectionOptions;
import dev.samara.net.connection.SlowConsumerPolicy;
import dev.samara.net.connection.UndeliveredException;
import dev.samara.net.connection.UndeliveredException.Outcome;
import dev.samara.net.handshake.ClientHandshakes;
import dev.samara.net.handshake.Handshake;
import dev.samara.net.handshake.Handshakes;
import dev.samara.net.route.ConnectionHandler;
import dev.samara.net.route.Routes;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.SocketAddress;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is sent before a handshake is finished stands back, and is not lost if it fails. */
class HeldBackTest {

  private static final LineFraming FRAMING = new LineFraming(1_000);

  private final ConnectionHandler caller =
      new ConnectionHandler() {
        @Override
        public void connected(Connection connection) {
          connection.post(Buffer.buffer("hello"));
        }

        @Override
        public void message(Connection connection, Buffer message) {}
      };

  private Connection dial(HubFixture fixture, int port, Handshake handshake) {
    var to =
        ConnectorOptions.to(
            "out",
            SocketAddress.inetSocketAddress(port, "127.0.0.1"),
            ConnectionOptions.of(FRAMING)
                .withQueue(1_000, SlowConsumerPolicy.REJECT)
                .withTimeouts(HubFixture.PATIENT));
    var route = Handshakes.required(Routes.handler(() -> caller), handshake, fixture.hub.clients());
    return fixture.hub.dial(to, route);
  }

  @Test
  void whatIsSentMeanwhileStandsBackBehindTheHandshake() throws Exception {
    try (var fixture = new HubFixture();
        var server = new ServerSocket(0)) {
      var connection =
          dial(fixture, server.getLocalPort(), ClientHandshakes.hmac("north", "s3cret"));
      var first = connection.send(Buffer.buffer("sent while dialling"));
      try (var peer = server.accept()) {
        var in = new BufferedReader(new InputStreamReader(peer.getInputStream()));
        eventually("open", () -> await(connection.info()).state().equals("open"));
        var second = connection.send(Buffer.buffer("sent while challenged"));
        var late = connection.send(Buffer.buffer("too late"), Duration.ofMillis(1));
        assertEquals(
            Cause.TOO_LATE, assertThrows(UndeliveredException.class, () -> await(late)).why());
        assertFalse(first.isComplete() || second.isComplete());
        var full = connection.send(Buffer.buffer("x".repeat(1_000)));
        assertEquals(
            Cause.QUEUE_FULL, assertThrows(UndeliveredException.class, () -> await(full)).why());
        peer.getOutputStream().write(("HMAC-SHA256 " + "0".repeat(64) + "\n").getBytes());
        assertTrue(in.readLine().startsWith("north "));
        peer.getOutputStream().write("OK\n".getBytes());
        assertEquals("hello", in.readLine());
        assertEquals("sent while dialling", in.readLine());
        assertEquals("sent while challenged", in.readLine());
        await(first);
        await(second);
        await(connection.send(Buffer.buffer("and more")));
        assertEquals("and more", in.readLine());
      }
    }
  }

  @Test
  void whatStoodBackComesBackIfTheHandshakeFails() throws Exception {
    try (var fixture = new HubFixture();
        var server = new ServerSocket(0)) {
      var connection = dial(fixture, server.getLocalPort(), ClientHandshakes.keyword("north"));
      var sent = connection.send(Buffer.buffer("for north only"));
      try (var peer = server.accept()) {
        var in = new BufferedReader(new InputStreamReader(peer.getInputStream()));
        assertEquals("north", in.readLine());
        peer.getOutputStream().write("NO\n".getBytes());
        assertNull(in.readLine());
      }
      var failure = assertThrows(UndeliveredException.class, () -> await(sent));
      assertEquals(Cause.TURNED_AWAY, failure.why());
      assertEquals(Outcome.RETURNED, failure.outcome());
      var end = await(connection.closed());
      assertEquals(List.of(Buffer.buffer("for north only")), end.queued());
      assertEquals(Cause.TURNED_AWAY, end.cause());
    }
  }

  @Test
  void whoDrainsWaitsForTheHandshake() throws Exception {
    try (var fixture = new HubFixture();
        var server = new ServerSocket(0)) {
      var connection = dial(fixture, server.getLocalPort(), ClientHandshakes.keyword("north"));
      try (var peer = server.accept()) {
        var in = new BufferedReader(new InputStreamReader(peer.getInputStream()));
        assertEquals("north", in.readLine());
        var sent = connection.send(Buffer.buffer("the last word"));
        var end = connection.close(CloseMode.DRAIN);
        await(connection.info());
        assertFalse(end.isComplete());
        peer.getOutputStream().write("OK\n".getBytes());
        assertEquals("the last word", in.readLine());
        assertNull(in.readLine());
        await(sent);
        peer.shutdownOutput();
        assertEquals(Cause.CLOSED, await(end).cause());
      }
    }
  }
}
