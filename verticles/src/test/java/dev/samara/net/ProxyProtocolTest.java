package dev.samara.net;

import static dev.samara.net.HubFixture.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.samara.codec.line.LineFraming;
import dev.samara.net.connection.Connection;
import dev.samara.net.connection.ConnectionOptions;
import dev.samara.net.connection.Route;
import dev.samara.net.connection.Timeouts;
import dev.samara.net.route.ConnectionHandler;
import dev.samara.net.route.Routes;
import dev.samara.net.socket.ArrivalFault;
import dev.samara.net.socket.ProxyProtocol;
import dev.samara.net.socket.SocketOptions;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Connections that come by a proxy. The headers are those of the format's description. */
class ProxyProtocolTest {

  /** The signature of version 2. */
  private static final byte[] SIGNATURE = {
    0x0D, 0x0A, 0x0D, 0x0A, 0x00, 0x0D, 0x0A, 0x51, 0x55, 0x49, 0x54, 0x0A
  };

  private static ListenerOptions behind(String... proxies) {
    return behind(ListenerOptions.tcp("proxied", 0, new LineFraming(1_000)), proxies);
  }

  private static ListenerOptions behind(ListenerOptions options, String... proxies) {
    return options.withSocket(
        SocketOptions.defaults().withProxyProtocol(new ProxyProtocol(List.of(proxies))));
  }

  private static Route echo() {
    ConnectionHandler echo = Connection::post;
    return Routes.handler(() -> echo);
  }

  private static String onlyRemoteAddress(HubFixture fixture) {
    return fixture.connections().getFirst().remoteAddress();
  }

  @Test
  void aTextHeaderNamesThePeerAndTheFirstMessagesMayBeInTheSameSegment() {
    try (var fixture = new HubFixture()) {
      var listener = fixture.listen(behind("127.0.0.0/8"), echo());
      try (var proxy = RawClient.tcp(listener.port())) {
        proxy.write("PROXY TCP4 192.0.2.7 198.51.100.1 5678 443\r\nhello\n");
        assertEquals("hello", proxy.readLine());
        assertEquals("192.0.2.7:5678", onlyRemoteAddress(fixture));
        assertEquals("again", proxy.write("again\n").readLine());
      }
    }
  }

  @Test
  void aBinaryHeaderMayComeByteByByte() {
    var header =
        ByteBuffer.allocate(28)
            .put(SIGNATURE)
            .put((byte) 0x21) // Version 2, PROXY.
            .put((byte) 0x11) // IPv4, stream.
            .putShort((short) 12)
            .put(new byte[] {(byte) 192, 0, 2, 8, (byte) 198, 51, 100, 1})
            .putShort((short) 5679)
            .putShort((short) 443)
            .array();
    try (var fixture = new HubFixture()) {
      var listener = fixture.listen(behind("127.0.0.1/32"), echo());
      try (var proxy = RawClient.tcp(listener.port())) {
        for (var single : header) {
          proxy.write(new byte[] {single});
        }
        assertEquals("hello", proxy.write("hello\n").readLine());
        assertEquals("192.0.2.8:5679", onlyRemoteAddress(fixture));
      }
    }
  }

  @Test
  void aProxyThatLooksWhetherWeLiveIsItself() {
    try (var fixture = new HubFixture()) {
      var listener = fixture.listen(behind("127.0.0.1/32"), echo());
      try (var proxy = RawClient.tcp(listener.port())) {
        assertEquals("a", proxy.write("PROXY UNKNOWN\r\na\n").readLine());
        assertTrue(onlyRemoteAddress(fixture).startsWith("127.0.0.1:"));
      }
    }
  }

  @Test
  void whoeverIsNoTrustedProxyIsRefused() {
    try (var fixture = new HubFixture()) {
      var listener = fixture.listen(behind("10.0.0.0/8", "::1/128"), echo());
      try (var stranger = RawClient.tcp(listener.port())) {
        assertEquals("", stranger.readToEnd());
      }
      assertEquals(1, listener.faults().get(ArrivalFault.UNTRUSTED_PROXY));
      assertEquals(0, fixture.figures("proxied").opened());
    }
  }

  @Test
  void aBrokenHeaderAndAMissingOneAreCounted() {
    var patient =
        ListenerOptions.tcp("patient", 0, new LineFraming(1_000))
            .withConnection(
                ConnectionOptions.of(new LineFraming(1_000)).withTimeouts(HubFixture.PATIENT));
    var impatient =
        behind("127.0.0.1/32")
            .withConnection(
                ConnectionOptions.of(new LineFraming(1_000))
                    .withTimeouts(Timeouts.DEFAULT.withHandshake(Duration.ofSeconds(2))));
    try (var fixture = new HubFixture()) {
      var listener = fixture.listen(impatient, echo());
      var other = fixture.listen(behind(patient, "127.0.0.1/32"), echo());
      try (var broken = RawClient.tcp(other.port());
          var halfway = RawClient.tcp(listener.port());
          var silent = RawClient.tcp(listener.port())) {
        broken.write("GET / HTTP/1.1\r\n\r\n");
        halfway.write("PROXY TCP4 192.0");
        assertEquals("", broken.readToEnd());
        assertEquals("", halfway.readToEnd());
        assertEquals("", silent.readToEnd());
      }
      eventually("all counted", () -> listener.faults().get(ArrivalFault.TIME_LIMIT) == 2);
      assertEquals(1, other.faults().get(ArrivalFault.PROXY_HEADER));
      assertEquals(0, fixture.figures("proxied").opened());
    }
  }

  @Test
  void rangesAreCheckedAndMatched() {
    for (var wrong : List.of("10.0.0.0", "ten/8", "10.0.0.0/33", "")) {
      assertThrows(IllegalArgumentException.class, () -> new ProxyProtocol(List.of(wrong)), wrong);
    }
    assertThrows(IllegalArgumentException.class, () -> new ProxyProtocol(List.of()));
    var ranges = new ProxyProtocol(List.of("10.0.0.0/8", "2001:db8::/32"));
    assertTrue(ranges.trusts(new InetSocketAddress("10.200.3.4", 1)));
    assertTrue(ranges.trusts(new InetSocketAddress("2001:db8::5", 1)));
    assertTrue(!ranges.trusts(new InetSocketAddress("11.0.0.1", 1)));
    assertTrue(!ranges.trusts(new InetSocketAddress("2001:db9::5", 1)));
  }

  @Test
  void onlyTcpHasProxies() {
    var socket =
        SocketOptions.defaults().withProxyProtocol(new ProxyProtocol(List.of("10.0.0.0/8")));
    var failure =
        assertThrows(
            IllegalArgumentException.class,
            () -> ListenerOptions.udp("datagrams", 0).withSocket(socket));
    assertTrue(failure.getMessage().startsWith("proxyProtocol: not possible over udp"));
  }
}
