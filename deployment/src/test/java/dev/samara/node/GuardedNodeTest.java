package dev.samara.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.samara.codec.line.LineFraming;
import dev.samara.node.dial.Certificate;
import dev.samara.node.dial.Dial;
import dev.samara.node.dial.DialTls;
import dev.samara.node.dial.DialTls.KeyPair;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rules, handshakes and TLS that are only in a file, and the sockets that find them. */
class GuardedNodeTest {

  private static final String LISTENERS =
      """
      listeners:
        token:
          transport: tcp
          port: 0
          route: "bus:echo"
          tls: { certificate: "SERVER.crt", key: "SERVER.key" }
          access: { rules: [allow local], maxConnectionsPerAddress: 10 }
          handshake: { kind: token, secretsFile: "FOLDER/secrets" }
          clientRules: [deny client:mallory, allow]
        identity:
          transport: tcp
          port: 0
          route: "bus:echo"
          tls:
            { certificate: "SERVER.crt", key: "SERVER.key", clientAuth: require,
              trust: "CLIENT.crt", mode: auto }
          handshake: { kind: tls-identity, unknownRoute: "handler:echo" }
        denied:
          { transport: tcp, port: 0, route: "bus:echo", access: { rules: [deny 127.0.0.0/8, allow] } }
        names: { transport: tcp, port: 0, route: "bus:echo", handshake: { kind: keyword } }
      clients: { expect: { ann: { rules: [deny client:x, allow] }, ben: {} } }
      gateway: { port: 0 }
      """;

  @TempDir static Path folder;

  private static Certificate server;
  private static Certificate client;
  private NodeFixture fixture;

  @BeforeAll
  static void files() throws Exception {
    server = Certificate.make(folder, "server", "ip:127.0.0.1");
    client = Certificate.make(folder, "client", "dns:carol");
    Files.writeString(folder.resolve("secrets"), "# name secret\n\nann wonder\nmallory evil\n");
  }

  @BeforeEach
  void start() {
    fixture =
        NodeFixture.start(
            folder,
            LISTENERS
                .replace("SERVER", folder.resolve("server").toString())
                .replace("CLIENT", folder.resolve("client").toString())
                .replace("FOLDER", folder.toString()));
  }

  @AfterEach
  void stop() {
    fixture.close();
  }

  @AfterAll
  static void noSecretIsShown() throws IOException {
    var config = NodeFixture.config(folder, LISTENERS.replace("FOLDER", folder.toString()));
    var shown = config.toString();
    assertFalse(shown.contains("wonder") || shown.contains("evil"), shown);
  }

  private Dial dial(String listener, Optional<KeyPair> own) throws IOException {
    var uri = URI.create("tls://127.0.0.1:" + fixture.port(listener));
    var tls = new DialTls(Optional.of(server.certificate()), own);
    return Dial.to(uri, new LineFraming(1_024), tls);
  }

  private static String say(Dial dial, String text) throws IOException {
    dial.send(text.getBytes(StandardCharsets.UTF_8));
    return heard(dial);
  }

  private static String heard(Dial dial) throws IOException {
    return dial.receive().map(bytes -> new String(bytes, StandardCharsets.UTF_8)).orElse("<end>");
  }

  private JsonObject listener(String name) {
    return NodeFixture.await(new NodeViews(fixture.node()).listeners()).stream()
        .map(JsonObject.class::cast)
        .filter(one -> one.getString("name").equals(name))
        .findFirst()
        .orElseThrow();
  }

  private void awaitCount(String listener, String group, String kind) {
    NodeFixture.eventually(
        kind, () -> listener(listener).getJsonObject(group).getLong(kind, 0L) == 1);
  }

  @Test
  void whoHasTheTokenTalksOverTls() throws IOException {
    try (var ann = dial("token", Optional.empty())) {
      assertEquals("OK", say(ann, "ann wonder"));
      assertEquals("hello", say(ann, "hello"));
      var connection =
          NodeFixture.await(new NodeViews(fixture.node()).connections()).getJsonObject(0);
      assertTrue(connection.getBoolean("encrypted"));
      assertEquals("ann", connection.getString("client"));
    }
    assertEquals("yes", listener("token").getString("encrypted"));
  }

  @Test
  void whoHasAnotherTokenIsTurnedAway() throws IOException {
    try (var ann = dial("token", Optional.empty())) {
      assertEquals("<end>", say(ann, "ann wander"));
    }
    awaitCount("token", "refusals", "handshake");
    assertEquals(0, listener("token").getLong("refused"));
  }

  @Test
  void aNameThatMayNotUseTheRouteIsDisconnected() throws IOException {
    try (var mallory = dial("token", Optional.empty())) {
      assertEquals("OK", say(mallory, "mallory evil"));
      assertEquals("<end>", heard(mallory));
    }
  }

  @Test
  void plainTextIsAFaultWhereTlsIsOn() {
    try (var plain = RawClient.tcp(fixture.port("token"))) {
      assertEquals("<end>", plain.write("ann wonder\n").readLine());
    }
    awaitCount("token", "faults", "plain-text");
  }

  @Test
  void theCertificateIsTheNameAndPlainTextHasNone() throws IOException {
    var own = new KeyPair(client.certificate(), client.key());
    try (var carol = dial("identity", Optional.of(own))) {
      assertEquals("hello", say(carol, "hello"));
      assertEquals(Set.of("client"), fixture.node().hub().clients().all().keySet());
    }
    try (var plain = RawClient.tcp(fixture.port("identity"))) {
      assertEquals("anonymous", plain.write("anonymous\n").readLine());
    }
    assertEquals("auto", listener("identity").getString("encrypted"));
  }

  @Test
  void whoIsDeniedIsNotRead() {
    try (var denied = RawClient.tcp(fixture.port("denied"))) {
      assertEquals("<end>", denied.readLine());
    }
    awaitCount("denied", "refusals", "rules");
    assertEquals(1, listener("denied").getLong("refused"));
    assertShows("samara_refusals_total\\{.*reason=\"rules\"} 1.0");
  }

  /** The metrics have a line like each of these. */
  private void assertShows(String... lines) {
    var text = new NodeMetrics(fixture.node()).scrape();
    for (var line : lines) {
      assertTrue(Pattern.compile(line).matcher(text).find(), () -> line + " in\n" + text);
    }
  }

  @Test
  void messagesForAnExpectedNameWaitForIt() {
    var sent = fixture.node().hub().clients().send("ben", Buffer.buffer("early"));
    var waiting = new NodeViews(fixture.node()).clients();
    assertEquals(2, waiting.size());
    assertEquals(
        new JsonObject()
            .put("name", "ben")
            .put("connection", "")
            .put("remote", "")
            .put("expected", true)
            .put("queued", 1),
        waiting.getJsonObject(1));
    assertShows("samara_client_queued\\{client=\"ben\".*} 1.0");
    try (var ben = RawClient.tcp(fixture.port("names"))) {
      assertEquals("OK", ben.write("ben\n").readLine());
      assertEquals("early", ben.readLine());
    }
    NodeFixture.await(sent);
    try (var unknown = RawClient.tcp(fixture.port("names"))) {
      assertEquals("<end>", unknown.write("dave\n").readLine());
    }
  }

  @Test
  void metricsShowEventLoopsMemoryAndListeners() {
    fixture.node().delays().look();
    assertShows(
        "samara_event_loop_delay_seconds\\{event_loop=\"0\".*statistic=\"p99\"}",
        "samara_memory_bytes\\{kind=\"in\",.*}",
        "samara_memory_limit_bytes\\{kind=\"total\",.*}",
        "samara_memory_pressed\\{.*} 0.0",
        "samara_listener_accepting\\{listener=\"names\",.*} 1.0",
        "samara_accept_errors_total\\{listener=\"names\",.*} 0.0",
        "samara_event_loops\\{.*transport=\"(epoll|nio)\"}");
  }
}
