package dev.samara.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.samara.codec.line.LineFraming;
import dev.samara.net.connection.Connection;
import dev.samara.net.connection.Route;
import dev.samara.net.read.ByteReader;
import dev.samara.net.route.Routes;
import dev.samara.net.simple.LinkException;
import dev.samara.net.simple.SimpleLink;
import dev.samara.net.simple.SimpleLinkOptions;
import dev.samara.net.socket.TlsOptions;
import dev.samara.net.time.Deadlines;
import dev.samara.net.time.TimedOutException;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The blocking client against the kit's own listeners, and against a peer that misbehaves. */
class SimpleLinkTest {

  private static final LineFraming LINES = new LineFraming(10_000);
  private static final SimpleLinkOptions DEFAULT = SimpleLinkOptions.DEFAULT;
  private static final Duration SHORT = Duration.ofMillis(30);

  @TempDir Path folder;

  private static Route echo() {
    return Routes.handler(() -> Connection::post);
  }

  private static void talk(SimpleLink link) throws Exception {
    for (var i = 0; i < 1_000; i++) {
      link.send(Buffer.buffer("line " + i + " of many"));
    }
    for (var i = 0; i < 1_000; i++) {
      assertEquals("line " + i + " of many", link.receive().orElseThrow().toString());
    }
    assertThrows(TimeoutException.class, () -> link.receive(SHORT));
    link.send(Buffer.buffer("still there"));
    assertEquals("still there", link.receive().orElseThrow().toString());
  }

  @Test
  void talksOverTcpAndUnixAndSeesTheEnd() throws Exception {
    try (var fixture = new HubFixture()) {
      var tcp = fixture.listen(ListenerOptions.tcp("tcp", 0, LINES), echo());
      try (var link = SimpleLink.tcp("127.0.0.1", tcp.port(), LINES, DEFAULT)) {
        talk(link);
        link.endOutput();
        assertEquals(Optional.empty(), link.receive());
      }
      var path = folder.resolve("unix.sock");
      fixture.listen(ListenerOptions.unix("unix", path, LINES), echo());
      try (var link = SimpleLink.unix(path, LINES, DEFAULT)) {
        talk(link);
        link.endOutput();
        assertEquals(Optional.empty(), link.receive());
      }
    }
  }

  @Test
  void talksOverTlsWithAPeerItBelieves() throws Exception {
    var certificates = new TestCertificates(folder);
    var own = certificates.server("localhost");
    try (var fixture = new HubFixture()) {
      var tls = new TlsOptions(own.certificate(), own.key());
      var options = ListenerOptions.tcp("tls", 0, LINES).withTls(tls);
      var listener = fixture.listen(options, echo());
      var trusting = trusting(certificates.trust);
      try (var link = SimpleLink.tls("localhost", listener.port(), trusting, LINES, DEFAULT)) {
        talk(link);
      }
      var stranger =
          assertThrows(
              LinkException.class,
              () ->
                  SimpleLink.tls(
                      "localhost", listener.port(), SSLContext.getDefault(), LINES, DEFAULT));
      assertEquals(LinkException.Kind.CONNECT, stranger.kind());
    }
  }

  private static SSLContext trusting(Path certificate) throws Exception {
    var store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    try (var in = Files.newInputStream(certificate)) {
      store.setCertificateEntry(
          "one", CertificateFactory.getInstance("X.509").generateCertificate(in));
    }
    var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    var context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }

  private static LinkException.Kind kind(org.junit.jupiter.api.function.Executable call) {
    return assertThrows(LinkException.class, call).kind();
  }

  @Test
  void saysWhyThereIsNoConnection() throws Exception {
    int free;
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      free = socket.getLocalPort();
    }
    var refused =
        assertThrows(LinkException.class, () -> SimpleLink.tcp("127.0.0.1", free, LINES, DEFAULT));
    assertEquals(LinkException.Kind.CONNECT, refused.kind());
    assertEquals(
        "cannot connect to 127.0.0.1:%d: Connection refused".formatted(free), refused.getMessage());
    var none = folder.resolve("none.sock");
    assertEquals(LinkException.Kind.CONNECT, kind(() -> SimpleLink.unix(none, LINES, DEFAULT)));
    assertEquals(
        LinkException.Kind.CONNECT,
        kind(() -> SimpleLink.tcp("no.such.host.invalid", 1, LINES, DEFAULT)));
  }

  @Test
  void limitsWritingToAPeerThatDoesNotRead() throws Exception {
    try (var silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        var link =
            SimpleLink.tcp("127.0.0.1", silent.getLocalPort(), LINES, DEFAULT.withWrite(SHORT))) {
      var message = Buffer.buffer("x".repeat(9_999));
      assertEquals(
          LinkException.Kind.WRITE,
          kind(() -> {
            for (var i = 0; i < 10_000; i++) {
              link.send(message);
            }
          }));
    }
  }

  @Test
  void limitsATlsHandshakeThatNobodyAnswers() throws Exception {
    try (var silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var port = silent.getLocalPort();
      var options = DEFAULT.withConnect(SHORT);
      assertEquals(
          LinkException.Kind.CONNECT,
          kind(() -> SimpleLink.tls("localhost", port, SSLContext.getDefault(), LINES, options)));
    }
  }

  @Test
  void tellsAnEndWithinAMessageAndABrokenStreamApart() throws Exception {
    try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        var link = SimpleLink.tcp("127.0.0.1", server.getLocalPort(), LINES, DEFAULT)) {
      assertEquals(LinkException.Kind.MESSAGE, kind(() -> link.send(Buffer.buffer("a\nb"))));
      try (var peer = server.accept()) {
        peer.getOutputStream().write("whole\nhal".getBytes());
      }
      assertEquals("whole", link.receive().orElseThrow().toString());
      assertEquals(LinkException.Kind.PEER_CLOSED, kind(link::receive));
    }
    try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        var link = SimpleLink.tcp("127.0.0.1", server.getLocalPort(), LINES, DEFAULT);
        var peer = server.accept()) {
      peer.getOutputStream().write("x".repeat(10_002).getBytes());
      assertEquals(LinkException.Kind.READ, kind(link::receive));
    }
  }

  @Test
  void closeAndATimeoutScopeEndWhoWaits() throws Exception {
    try (var server = new ServerSocket(0, 2, InetAddress.getLoopbackAddress())) {
      var link = SimpleLink.tcp("127.0.0.1", server.getLocalPort(), LINES, DEFAULT);
      assertThrows(TimedOutException.class, () -> Deadlines.call(SHORT, link::receive));
      link.close();
      link.close();
      assertEquals(LinkException.Kind.READ, kind(link::receive));
      assertFalse(Thread.interrupted());
      var other = SimpleLink.tcp("127.0.0.1", server.getLocalPort(), LINES, DEFAULT);
      var waits = new java.util.concurrent.CompletableFuture<LinkException.Kind>();
      var thread = Thread.ofVirtual().start(() -> waits.complete(kind(other::receive)));
      HubFixture.eventually("it waits", () -> thread.getState() != Thread.State.NEW);
      other.close();
      assertEquals(LinkException.Kind.READ, FaultTest.get(waits));
    }
  }

  @Test
  void aByteReaderCanSitOnIt() throws Exception {
    try (var fixture = new HubFixture()) {
      var listener = fixture.listen(ListenerOptions.tcp("lines", 0, LINES), echo());
      var raw = new dev.samara.codec.raw.RawFraming(1_000);
      try (var link = SimpleLink.tcp("127.0.0.1", listener.port(), raw, DEFAULT)) {
        var in = ByteReader.of(link::receive, 1_000, Duration.ofSeconds(20));
        link.send(Buffer.buffer("one\ntwo\n"));
        assertEquals("one", in.line(10).orElseThrow());
        assertEquals("tw", in.exactly(2).orElseThrow().toString());
        assertTrue(in.some().isPresent());
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }
  }

  @Test
  void limitsHaveARange() {
    for (var wrong : new Duration[] {Duration.ZERO, Duration.ofDays(400)}) {
      assertThrows(IllegalArgumentException.class, () -> DEFAULT.withRead(wrong));
    }
  }
}
