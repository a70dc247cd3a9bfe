package dev.samara.net;

import static dev.samara.net.HubFixture.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.samara.codec.line.LineFraming;
import dev.samara.net.connection.Connection;
import dev.samara.net.connection.Route;
import dev.samara.net.route.ConnectionHandler;
import dev.samara.net.route.Routes;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who is let in, and where one can listen. */
class ListenerTest {

  @TempDir Path folder;

  private static Route echo() {
    ConnectionHandler echo = Connection::post;
    return Routes.handler(() -> echo);
  }

  @Test
  void refusesConnectionsBeyondTheLimitAndTakesNewOnesAfterwards() {
    try (var fixture = new HubFixture()) {
      var options = ListenerOptions.tcp("lines", 0, new LineFraming(100)).withMaxConnections(1);
      var listener = fixture.listen(options, echo());
      try (var first = RawClient.tcp(listener.port())) {
        assertEquals("a", first.write("a\n").readLine());
        try (var second = RawClient.tcp(listener.port())) {
          assertEquals("", second.readToEnd());
        }
        assertEquals(1, listener.refused());
      }
      eventually("a free place", () -> fixture.figures("lines").open() == 0);
      try (var third = RawClient.tcp(listener.port())) {
        assertEquals("c", third.write("c\n").readLine());
      }
    }
  }

  @Test
  void dropsDatagramsOfNewPeersBeyondTheLimit() throws Exception {
    try (var fixture = new HubFixture();
        var known = new DatagramSocket();
        var stranger = new DatagramSocket()) {
      var options = ListenerOptions.udp("datagrams", 0).withMaxConnections(1);
      var listener = fixture.listen(options, echo());
      var to = new InetSocketAddress("127.0.0.1", listener.port());
      known.setSoTimeout(20_000);
      var answer = new DatagramPacket(new byte[10], 10);
      known.send(new DatagramPacket(new byte[] {1}, 1, to));
      known.receive(answer);
      stranger.send(new DatagramPacket(new byte[] {2}, 1, to));
      stranger.send(new DatagramPacket(new byte[] {2}, 1, to));
      eventually("both dropped", () -> listener.refused() == 2);
      known.send(new DatagramPacket(new byte[] {3}, 1, to));
      known.receive(answer);
      assertEquals(3, answer.getData()[0]);
      assertEquals(1, fixture.figures("datagrams").opened());
    }
  }

  @Test
  void saysWhichListenerFoundItsPortTaken() {
    try (var fixture = new HubFixture()) {
      var first = fixture.listen(ListenerOptions.tcp("a", 0, new LineFraming(100)), echo());
      try (var other = new HubFixture()) {
        var taken = ListenerOptions.tcp("b", first.port(), new LineFraming(100));
        var failure = assertThrows(IllegalStateException.class, () -> other.listen(taken, echo()));
        assertTrue(
            failure
                .getMessage()
                .startsWith("listener 'b' cannot listen on tcp 127.0.0.1:" + first.port()),
            failure.getMessage());
      }
    }
  }

  @Test
  void replacesAStaleUnixSocketButNotALiveOneNorAFile() throws Exception {
    var path = folder.resolve("a.sock");
    var options = ListenerOptions.unix("local", path, new LineFraming(100));
    try (var socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      socket.bind(UnixDomainSocketAddress.of(path));
    }
    assertTrue(Files.exists(path), "the JDK leaves the file behind");
    try (var fixture = new HubFixture()) {
      fixture.listen(options, echo());
      assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(path)));
      try (var other = new HubFixture()) {
        var taken = assertThrows(IllegalStateException.class, () -> other.listen(options, echo()));
        assertTrue(taken.getMessage().contains("in use by another process"), taken.getMessage());
      }
      try (var client = RawClient.unix(path)) {
        assertEquals("x", client.write("x\n").readLine());
      }
    }
    eventually("the socket's file is gone", () -> !Files.exists(path));
    Files.writeString(path, "precious");
    try (var fixture = new HubFixture()) {
      assertThrows(IllegalStateException.class, () -> fixture.listen(options, echo()));
    }
    assertEquals("precious", Files.readString(path));
  }
}
