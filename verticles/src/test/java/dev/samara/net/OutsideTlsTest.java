package dev.samara.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.samara.codec.line.LineFraming;
import dev.samara.net.connection.Connection;
import dev.samara.net.connection.Route;
import dev.samara.net.route.ConnectionHandler;
import dev.samara.net.route.Routes;
import dev.samara.net.socket.ClientAuth;
import dev.samara.net.socket.TlsKeyPair;
import dev.samara.net.socket.TlsOptions;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** TLS with clients that are not written in Java, and files that openssl has made. */
@Tag("outside")
class OutsideTlsTest {

  @TempDir Path folder;
  private TestCertificates certificates;
  private TlsKeyPair own;
  private TlsKeyPair ann;

  @BeforeEach
  void makeCertificates() throws Exception {
    certificates = new TestCertificates(folder);
    own = certificates.server("localhost");
    ann = certificates.write("ann", certificates.issue("ann", builder -> builder));
  }

  private static Route echo() {
    ConnectionHandler echo = Connection::post;
    return Routes.handler(() -> echo);
  }

  private Listener listen(HubFixture fixture, TlsOptions tls) {
    return fixture.listen(
        ListenerOptions.tcp("tls", 0, new LineFraming(1_000)).withTls(tls), echo());
  }

  private String run(String input, String... command) throws Exception {
    var given = Files.writeString(folder.resolve("input"), input);
    var process =
        new ProcessBuilder(command)
            .redirectInput(given.toFile())
            .redirectError(folder.resolve("errors").toFile())
            .start();
    try {
      var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertTrue(process.waitFor(20, TimeUnit.SECONDS), "takes too long");
      return output;
    } finally {
      process.destroyForcibly();
    }
  }

  private String socat(int port, String... further) throws Exception {
    var options = new ArrayList<>(List.of("OPENSSL:127.0.0.1:" + port));
    options.add("cafile=" + certificates.trust);
    options.addAll(List.of(further));
    return run("one\ntwo\n", "socat", "-t10", "-", String.join(",", options));
  }

  @Test
  void socatIsAnsweredAfterItHasEndedItsSide() throws Exception {
    try (var fixture = new HubFixture()) {
      var listener = listen(fixture, new TlsOptions(own.certificate(), own.key()));
      assertEquals("one\ntwo\n", socat(listener.port()));
    }
  }

  @Test
  void socatIsLetInWithItsCertificateOnly() throws Exception {
    var tls =
        new TlsOptions(own.certificate(), own.key())
            .withClientAuth(ClientAuth.REQUIRE, certificates.trust);
    try (var fixture = new HubFixture()) {
      var listener = listen(fixture, tls);
      assertEquals("", socat(listener.port()));
      var known = socat(listener.port(), "cert=" + ann.certificate(), "key=" + ann.key());
      assertEquals("one\ntwo\n", known);
      assertEquals(1, fixture.figures("tls").opened());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"-tls1_2", "-tls1_3"})
  void opensslVerifiesTheCertificateOfTheNameItAsksFor(String version) throws Exception {
    var tls =
        new TlsOptions(own.certificate(), own.key())
            .withHostName("one.example", certificates.server("one.example"))
            .withPlainAllowed(true);
    try (var fixture = new HubFixture()) {
      var listener = listen(fixture, tls);
      var output =
          run(
              "",
              "openssl",
              "s_client",
              version,
              "-brief",
              "-verify_return_error",
              "-CAfile",
              certificates.trust.toString(),
              "-servername",
              "one.example",
              "-verify_hostname",
              "one.example",
              "-connect",
              "127.0.0.1:" + listener.port());
      var said = output + Files.readString(folder.resolve("errors"));
      assertTrue(said.contains("Verification: OK"), said);
      assertTrue(said.contains("Verified peername: one.example"), said);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"rsa", "rsa -traditional", "ec"})
  void keysOfAllFormsThatOpensslWritesAreRead(String form) throws Exception {
    var key = folder.resolve("made.key");
    var certificate = folder.resolve("made.crt");
    var make =
        switch (form) {
          case "rsa" -> "openssl genrsa -out %s 2048";
          case "rsa -traditional" -> "openssl genrsa -traditional -out %s 2048";
          default -> "openssl ecparam -name prime256v1 -genkey -noout -out %s";
        };
    run("", make.formatted(key).split(" "));
    run(
        "",
        "openssl req -new -x509 -days 2 -subj /CN=made -key %s -out %s"
            .formatted(key, certificate)
            .split(" "));
    try (var fixture = new HubFixture()) {
      var listener = listen(fixture, new TlsOptions(certificate, key));
      assertEquals("one\ntwo\n", socat(listener.port(), "verify=0"));
    }
  }
}
