package dev.samara.node.dial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.samara.codec.line.LineFraming;
import dev.samara.node.NodeFixture;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A listener with a certificate, and clients that believe it or do not. */
class TlsDialTest {

  @TempDir static Path folder;

  private static Certificate server;
  private static Certificate stranger;
  private static NodeFixture fixture;

  @BeforeAll
  static void start() throws Exception {
    server = Certificate.make(folder, "server", "ip:127.0.0.1");
    stranger = Certificate.make(folder, "stranger", "ip:127.0.0.1");
    fixture =
        NodeFixture.start(
            folder,
            """
            listeners:
              secret:
                { transport: tcp, port: 0, route: "bus:echo",
                  tls: { certificate: "%s", key: "%s" } }
            gateway: { enabled: false }
            """
                .formatted(server.certificate(), server.key()));
  }

  @AfterAll
  static void stop() {
    fixture.close();
  }

  private static Dial dial(String host, Optional<Path> trust) throws IOException {
    var uri = URI.create("tls://" + host + ":" + fixture.port("secret"));
    return Dial.to(uri, new LineFraming(1_024), new DialTls(trust, Optional.empty()));
  }

  private static String failure(String host, Optional<Path> trust) {
    var failure = assertThrows(IOException.class, () -> dial(host, trust).close()).getMessage();
    var start = "cannot connect to tls://" + host + ":" + fixture.port("secret") + ": ";
    assertEquals(start, failure.substring(0, Math.min(failure.length(), start.length())));
    assertEquals(1, failure.lines().count(), failure);
    return failure.substring(start.length());
  }

  @Test
  void whoBelievesTheCertificateTalks() throws IOException {
    try (var dial = dial("127.0.0.1", Optional.of(server.certificate()))) {
      dial.send("secret".getBytes(StandardCharsets.UTF_8));
      assertEquals("secret", new String(dial.receive().orElseThrow(), StandardCharsets.UTF_8));
      dial.endOutput();
      assertEquals(Optional.empty(), dial.receive());
    }
  }

  @Test
  void theSystemsAuthoritiesDoNotVouchForIt() {
    assertEquals("the certificate is not trusted", failure("127.0.0.1", Optional.empty()));
  }

  @Test
  void anotherCertificateDoesNotVouchForIt() {
    assertEquals(
        "the certificate is not trusted",
        failure("127.0.0.1", Optional.of(stranger.certificate())));
  }

  @Test
  void aCertificateForAnotherAddressIsRefused() {
    var failure = failure("localhost", Optional.of(server.certificate()));
    assertEquals("No name matching localhost found", failure);
  }

  @Test
  void aTrustFileThatIsNoneIsNamed() throws IOException {
    var text = Files.writeString(folder.resolve("text.pem"), "no certificate\n");
    assertEquals(text + ": No certificate data found", failure("127.0.0.1", Optional.of(text)));
    var empty = Files.createFile(folder.resolve("empty.pem"));
    assertEquals(empty + " holds no certificate", failure("127.0.0.1", Optional.of(empty)));
    var missing = folder.resolve("missing.pem");
    assertFalse(Files.exists(missing));
    assertEquals("there is no file " + missing, failure("127.0.0.1", Optional.of(missing)));
  }

  @Test
  void filesThatAreNoCertificateAndKeyAreNamed() {
    var swapped = new DialTls.KeyPair(stranger.key(), stranger.certificate());
    var tls = new DialTls(Optional.of(server.certificate()), Optional.of(swapped));
    var uri = URI.create("tls://127.0.0.1:" + fixture.port("secret"));
    var failure =
        assertThrows(IOException.class, () -> Dial.to(uri, new LineFraming(1_024), tls).close());
    assertEquals(
        "cannot connect to %s: %s and %s are no certificate and key"
            .formatted(uri, stranger.key(), stranger.certificate()),
        failure.getMessage());
  }
}
