package dev.samara.net;

import static dev.samara.net.HubFixture.await;
import static dev.samara.net.HubFixture.eventually;
import static java.util.concurrent.CompletableFuture.supplyAsync;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.samara.codec.line.LineFraming;
import dev.samara.net.connection.Connection;
import dev.samara.net.connection.Event;
import dev.samara.net.connection.Route;
import dev.samara.net.connection.Timeouts;
import dev.samara.net.route.ConnectionHandler;
import dev.samara.net.route.Routes;
import dev.samara.net.socket.ArrivalFault;
import dev.samara.net.socket.TlsKeyPair;
import dev.samara.net.socket.TlsOptions;
import dev.samara.net.socket.TlsVersion;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A listener that speaks TLS: certificates, names, versions, plain text, files that change. */
class TlsListenerTest {

  private static final String V13 = "TLSv1.3";

  @TempDir Path folder;
  private TestCertificates certificates;
  private TlsKeyPair own;

  @BeforeEach
  void makeCertificates() throws Exception {
    certificates = new TestCertificates(folder);
    own = certificates.server("localhost");
  }

  private TlsOptions tls() {
    return new TlsOptions(own.certificate(), own.key()).withReloadEvery(Duration.ZERO);
  }

  private static ListenerOptions lines(TlsOptions tls) {
    var options = ListenerOptions.tcp("tls", 0, new LineFraming(1_000)).withTls(tls);
    return options.withConnection(options.connection().withTimeouts(HubFixture.PATIENT));
  }

  private static ListenerOptions impatient(ListenerOptions options) {
    return options.withConnection(
        options.connection().withTimeouts(Timeouts.DEFAULT.withHandshake(Duration.ofSeconds(2))));
  }

  private static Route echo() {
    ConnectionHandler echo = Connection::post;
    return Routes.handler(() -> echo);
  }

  private static String ask(SSLSocket socket, String text) throws IOException {
    socket.getOutputStream().write((text + "\n").getBytes(StandardCharsets.UTF_8));
    var answer = socket.getInputStream().readNBytes(text.length() + 1);
    return new String(answer, StandardCharsets.UTF_8).strip();
  }

  private static String subject(SSLSocket socket) throws IOException {
    socket.startHandshake();
    var certificate = (X509Certificate) socket.getSession().getPeerCertificates()[0];
    return certificate.getSubjectX500Principal().getName();
  }

  @Test
  void showsTheCertificateOfTheNameThatIsAskedFor() throws Exception {
    var options =
        tls()
            .withHostName("one.example", certificates.server("one.example"))
            .withHostName("*.wild.example", certificates.server("wild.example"));
    var serverNames = new java.util.concurrent.LinkedBlockingQueue<String>();
    try (var fixture = new HubFixture()) {
      var port = fixture.listen(lines(options), echo()).port();
      fixture.hub.observe(event -> {
        if (event instanceof Event.RemoteConnected(var connection)) {
          serverNames.add(connection.tls().orElseThrow().serverName().orElse("none"));
        }
      });
      assertEquals("CN=one.example", subjectFor(port, "one.example"));
      assertEquals("CN=wild.example", subjectFor(port, "a.wild.example"));
      assertEquals("CN=localhost", subjectFor(port, "other.example"));
      for (var name : List.of("one.example", "a.wild.example", "other.example")) {
        assertEquals(name, serverNames.poll(10, java.util.concurrent.TimeUnit.SECONDS));
      }
    }
  }

  private String subjectFor(int port, String name) throws Exception {
    try (var socket = certificates.connect(port, V13)) {
      var parameters = socket.getSSLParameters();
      parameters.setServerNames(List.of(new SNIHostName(name)));
      socket.setSSLParameters(parameters);
      var subject = subject(socket);
      assertEquals("x", ask(socket, "x"));
      return subject;
    }
  }

  @Test
  void speaksOnlyTheVersionsItIsToldTo() throws Exception {
    try (var fixture = new HubFixture()) {
      var options = lines(tls().withVersions(Set.of(TlsVersion.TLS_1_3)));
      var listener = fixture.listen(options, echo());
      var seen = new CompletableFuture<String>();
      fixture.hub.observe(event -> {
        if (event instanceof Event.RemoteConnected(var connection)) {
          seen.complete(connection.tls().orElseThrow().version());
        }
      });
      try (var old = certificates.connect(listener.port(), "TLSv1.2")) {
        assertThrows(SSLException.class, old::startHandshake);
      }
      try (var socket = certificates.connect(listener.port(), V13)) {
        assertEquals("x", ask(socket, "x"));
        assertTrue(fixture.connections().getFirst().encrypted());
      }
      assertEquals(V13, FaultTest.get(seen));
      eventually("counted", () -> listener.faults().get(ArrivalFault.TLS_HANDSHAKE) == 1);
    }
  }

  @Test
  void refusesPlainTextAndCountsIt() throws Exception {
    try (var fixture = new HubFixture()) {
      var listener = fixture.listen(lines(tls()), echo());
      try (var plain = RawClient.tcp(listener.port())) {
        assertEquals("", plain.write("hello\n").readToEnd());
      }
      eventually("counted", () -> listener.faults().get(ArrivalFault.PLAIN_TEXT) == 1);
      assertEquals(0, fixture.figures("tls").opened());
    }
  }

  @Test
  void servesPlainTextAndTlsOnOnePortIfTold() throws Exception {
    try (var fixture = new HubFixture()) {
      var listener = fixture.listen(lines(tls().withPlainAllowed(true)), echo());
      try (var plain = RawClient.tcp(listener.port());
          var socket = certificates.connect(listener.port(), V13)) {
        // Several messages in the first segment, then one more.
        assertEquals("a", plain.write("a\nb\n").readLine());
        assertEquals("b", plain.readLine());
        assertEquals("c", plain.write("c\n").readLine());
        assertEquals("secret", ask(socket, "secret"));
        var encrypted =
            fixture.connections().stream().map(info -> info.encrypted()).sorted().toList();
        assertEquals(List.of(false, true), encrypted);
      }
    }
  }

  @Test
  void waitsForALateFirstByteButNotForever() throws Exception {
    try (var fixture = new HubFixture()) {
      var patient = fixture.listen(lines(tls().withPlainAllowed(true)), echo());
      try (var client = RawClient.tcp(patient.port())) {
        java.util.concurrent.locks.LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
        assertEquals(0, fixture.figures("tls").opened());
        assertEquals("late", client.write("late\n").readLine());
      }
    }
    try (var fixture = new HubFixture()) {
      var listener = fixture.listen(impatient(lines(tls().withPlainAllowed(true))), echo());
      try (var silent = RawClient.tcp(listener.port());
          var halfway = RawClient.tcp(listener.port())) {
        // The head of a TLS record, and nothing after it.
        halfway.write(new byte[] {0x16, 3, 1, 2, 0});
        assertEquals("", silent.readToEnd());
        assertEquals("", halfway.readToEnd());
      }
      eventually("counted", () -> listener.faults().get(ArrivalFault.TIME_LIMIT) == 2);
    }
  }

  @Test
  void theEndOfListeningEndsHandshakes() {
    try (var fixture = new HubFixture()) {
      var listener = fixture.listen(lines(tls()), echo());
      try (var arriving = RawClient.tcp(listener.port())) {
        arriving.write(new byte[] {0x16, 3, 1});
        // The next one can only be accepted after the one before it.
        try (var plain = RawClient.tcp(listener.port())) {
          assertEquals("", plain.write("x\n").readToEnd());
        }
        await(listener.unlisten());
        assertEquals("", arriving.readToEnd());
      }
    }
  }

  /** They arrive on several event loops at once. */
  @RepeatedTest(20)
  void boundsHowManyShakeHands() {
    try (var fixture = new HubFixture()) {
      var listener = fixture.listen(lines(tls()).withMaxConnections(2), echo());
      try (var one = RawClient.tcp(listener.port());
          var two = RawClient.tcp(listener.port());
          var three = RawClient.tcp(listener.port())) {
        // Which of them is one too many, is for their event loops to find out.
        var ends =
            Stream.of(one, two, three)
                .map(each -> supplyAsync(each::readToEnd, Thread::startVirtualThread))
                .toList();
        eventually("one is closed", () -> ends.stream().anyMatch(Future::isDone));
        var closed = ends.stream().filter(Future::isDone).map(Future::resultNow).toList();
        assertEquals(List.of(""), closed);
        assertEquals(1, listener.faults().get(ArrivalFault.TOO_MANY));
      }
    }
  }

  @Test
  void servesNewFilesToNewConnectionsAndKeepsOldOnesOpen() throws Exception {
    try (var fixture = new HubFixture()) {
      var options = lines(tls().withReloadEvery(Duration.ofMillis(20)));
      var listener = fixture.listen(options, echo());
      try (var old = certificates.connect(listener.port(), V13)) {
        assertEquals("CN=localhost", subject(old));
        certificates.write("localhost", certificates.issue("renewed", b -> b));
        eventually("the new certificate", () -> subjectNow(listener).equals("CN=renewed"));
        assertEquals("still here", ask(old, "still here"));
      }
    }
  }

  private String subjectNow(Listener listener) {
    try (var socket = certificates.connect(listener.port(), V13)) {
      return subject(socket);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void keepsTheCertificateWhenTheNewFilesAreBad() throws Exception {
    try (var fixture = new HubFixture()) {
      var listener = fixture.listen(lines(tls()), echo());
      // A certificate without its key: as if a tool had written one of two files.
      Files.writeString(
          own.certificate(), certificates.issue("other", b -> b).getCertificatePathPEM());
      var mismatch =
          assertThrows(RuntimeException.class, () -> await(listener.reloadCertificates()));
      assertTrue(
          mismatch.getMessage().startsWith(own.key() + " is not the key of the certificate in "),
          mismatch.getMessage());
      assertEquals("CN=localhost", subjectNow(listener));
      certificates.write("localhost", certificates.issue("good", b -> b));
      await(listener.reloadCertificates());
      assertEquals("CN=good", subjectNow(listener));
    }
  }

  @Test
  void namesTheFileThatCannotBeUsed() throws Exception {
    var missing = folder.resolve("missing.pem");
    assertFails(new TlsOptions(missing, own.key()), missing + " does not exist");
    assertFails(new TlsOptions(own.certificate(), missing), missing + " does not exist");
    var text = Files.writeString(folder.resolve("text.pem"), "no certificate");
    assertFails(new TlsOptions(text, own.key()), text + " holds no usable certificate");
    assertFails(new TlsOptions(own.certificate(), text), text + " holds no usable private key");
    assertFails(new TlsOptions(own.key(), own.key()), own.key() + " holds no usable certificate");
  }

  private static void assertFails(TlsOptions options, String what) {
    try (var fixture = new HubFixture()) {
      var failure =
          assertThrows(ListenException.class, () -> fixture.listen(lines(options), echo()));
      assertTrue(failure.getMessage().contains(what), failure.getMessage());
      assertFalse(failure.getMessage().contains("\n"), failure.getMessage());
    }
  }

  /** What may have left in part must not come back as if nothing of it had. */
  @Test
  void aWriteThatFailsLeavesOneMessageInDoubtAndGivesBackTheRest() throws Exception {
    try (var fixture = new HubFixture()) {
      var opened = new java.util.concurrent.CompletableFuture<Connection>();
      var options = lines(tls());
      var patient =
          options
              .connection()
              .withQueue(64_000_000, dev.samara.net.connection.SlowConsumerPolicy.REJECT);
      fixture.hub.observe(event -> {
        if (event instanceof Event.RemoteConnected(var connection)) {
          opened.complete(connection);
        }
      });
      var port = fixture.listen(options.withConnection(patient), echo()).port();
      Connection connection;
      try (var socket = certificates.connect(port, V13)) {
        socket.startHandshake();
        connection = opened.get(20, java.util.concurrent.TimeUnit.SECONDS);
        for (var i = 0; i < 40_000; i++) {
          connection.post(Buffer.buffer("x".repeat(999)));
        }
        HubFixture.eventually("some left", () -> fixture.figures("tls").out().flushed() > 1000);
        socket.setSoLinger(true, 0);
      }
      var end = HubFixture.await(connection.closed());
      var out = fixture.figures("tls").out();
      assertEquals(1, out.incomplete(), out.toString());
      assertTrue(end.incomplete().isPresent());
      assertEquals(end.queued().size(), out.returned());
      assertTrue(out.addsUp(), out.toString());
    }
  }
}
