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
import dev.samara.net.connection.Route;
import dev.samara.net.route.ConnectionHandler;
import dev.samara.net.route.Routes;
import dev.samara.net.socket.ArrivalFault;
import dev.samara.net.socket.ClientAuth;
import dev.samara.net.socket.TlsClientOptions;
import dev.samara.net.socket.TlsKeyPair;
import dev.samara.net.socket.TlsOptions;
import dev.samara.net.transport.Acceptor;
import dev.samara.net.transport.tls.ServerTls;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.SocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** TLS with certificates on both sides, listening and dialling. */
class TlsIdentityTest {

  private static final ConnectionOptions LINES = ConnectionOptions.of(new LineFraming(1_000));

  @TempDir Path folder;
  private TestCertificates certificates;
  private TlsKeyPair server;
  private TlsKeyPair ann;

  @BeforeEach
  void makeCertificates() throws Exception {
    certificates = new TestCertificates(folder);
    server = certificates.server("localhost");
    ann =
        certificates.write(
            "ann",
            certificates.issue(
                "ann",
                builder ->
                    builder
                        .addSanRfc822Name("ann@example.org")
                        .addSanDnsName("ann.example.org")
                        .addSanUriName(java.net.URI.create("spiffe://example.org/ann"))));
  }

  private TlsOptions tls(ClientAuth auth) {
    return new TlsOptions(server.certificate(), server.key())
        .withClientAuth(auth, certificates.trust);
  }

  private static Route echo() {
    ConnectionHandler echo = Connection::post;
    return Routes.handler(() -> echo);
  }

  private static Route silent() {
    ConnectionHandler silent = (_, _) -> {};
    return Routes.handler(() -> silent);
  }

  private Listener listen(HubFixture fixture, ClientAuth auth) {
    return fixture.listen(
        ListenerOptions.tcp("tls", 0, new LineFraming(1_000)).withTls(tls(auth)), echo());
  }

  private static ConnectorOptions to(Listener listener, TlsClientOptions tls) {
    var address = SocketAddress.inetSocketAddress(listener.port(), "127.0.0.1");
    return ConnectorOptions.to("out", address, LINES).withTls(tls);
  }

  private TlsClientOptions trusting() {
    return TlsClientOptions.trusting(Optional.of(certificates.trust));
  }

  @Test
  void aClientWithItsCertificateIsLetInAndOneWithoutIsNot() {
    try (var fixture = new HubFixture()) {
      var listener = listen(fixture, ClientAuth.REQUIRE);
      var known = await(fixture.hub.connect(to(listener, trusting().withOwn(ann)), silent()));
      await(known.send(Buffer.buffer("hello")));
      eventually("answered", () -> fixture.figures("out").in().flushed() == 1);
      await(known.close(CloseMode.DRAIN));
      // With TLS 1.3 the client is done before the server looks at its certificate.
      fixture.hub.connect(to(listener, trusting()), silent());
      eventually("refused", () -> listener.faults().get(ArrivalFault.TLS_HANDSHAKE) == 1);
      eventually("closed", () -> fixture.connections().isEmpty());
      assertEquals(1, fixture.figures("tls").opened());
    }
  }

  @Test
  void aClientThatIsOnlyAskedMayDoWithout() {
    try (var fixture = new HubFixture()) {
      var listener = listen(fixture, ClientAuth.REQUEST);
      var connection = await(fixture.hub.connect(to(listener, trusting()), silent()));
      await(connection.send(Buffer.buffer("hello")));
      eventually("answered", () -> fixture.figures("out").in().flushed() == 1);
    }
  }

  @Test
  void aServerIsVerified() throws Exception {
    try (var fixture = new HubFixture()) {
      var listener = listen(fixture, ClientAuth.REQUEST);
      var system = to(listener, TlsClientOptions.trusting(Optional.empty()));
      var untrusted =
          assertThrows(
              IllegalStateException.class, () -> await(fixture.hub.connect(system, silent())));
      assertTrue(
          untrusted.getMessage().startsWith("cannot connect to 127.0.0.1:" + listener.port()),
          untrusted.getMessage());
      var wrongName = to(listener, trusting().withServerName("other.example"));
      var misnamed =
          assertThrows(
              IllegalStateException.class, () -> await(fixture.hub.connect(wrongName, silent())));
      assertTrue(misnamed.getMessage().contains("other.example"), misnamed.getMessage());
      var missing = to(listener, TlsClientOptions.trusting(Optional.of(folder.resolve("none"))));
      var noFile =
          assertThrows(
              IllegalStateException.class, () -> await(fixture.hub.connect(missing, silent())));
      assertTrue(noFile.getMessage().contains("none does not exist"), noFile.getMessage());
    }
  }

  @Test
  void aServerThatNeverShakesHandsIsNotWaitedForLong() throws Exception {
    try (var fixture = new HubFixture();
        var silent = new java.net.ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress())) {
      var address = SocketAddress.inetSocketAddress(silent.getLocalPort(), "127.0.0.1");
      var options =
          ConnectorOptions.to("out", address, LINES)
              .withTls(trusting())
              .withConnectTimeout(Duration.ofMillis(700));
      var failure =
          assertThrows(
              IllegalStateException.class, () -> await(fixture.hub.connect(options, silent())));
      assertTrue(failure.getMessage().contains("no connection within"), failure.getMessage());
    }
  }

  @Test
  void theLinkSaysWhoThePeerIs() throws Exception {
    try (var fixture = new HubFixture()) {
      var contexts = new ServerTls(fixture.vertx, "test", tls(ClientAuth.REQUEST));
      var door = new RecordingDoor(Optional.of(contexts));
      var acceptor = door.listen(fixture, SocketAddress.inetSocketAddress(0, "127.0.0.1"));
      try {
        assertEquals(
            List.of(
                "subject:CN=ann",
                "cn:ann",
                "email:ann@example.org",
                "dns:ann.example.org",
                "uri:spiffe://example.org/ann"),
            identitiesOf(fixture, acceptor, door, trusting().withOwn(ann)));
        assertEquals(List.of(), identitiesOf(fixture, acceptor, door, trusting()));
      } finally {
        await(acceptor.close());
      }
    }
  }

  private static List<String> identitiesOf(
      HubFixture fixture, Acceptor acceptor, RecordingDoor door, TlsClientOptions tls)
      throws Exception {
    var address = SocketAddress.inetSocketAddress(acceptor.port(), "127.0.0.1");
    await(
        fixture
            .hub
            .connect(ConnectorOptions.to("out", address, LINES).withTls(tls), silent())
            .compose(Connection::closed));
    return door.next().identities();
  }
}
