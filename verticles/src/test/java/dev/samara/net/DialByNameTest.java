package dev.samara.net;

import static dev.samara.net.HubFixture.await;
import static dev.samara.net.HubFixture.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.samara.codec.line.LineFraming;
import dev.samara.net.connection.Connection;
import dev.samara.net.connection.ConnectionOptions;
import dev.samara.net.dns.HeldNames;
import dev.samara.net.dns.TinyDns;
import dev.samara.net.route.Routes;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.dns.AddressResolverOptions;
import io.vertx.core.net.SocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A connector finds the host it is told by the resolver's options, and blocks nobody meanwhile. */
class DialByNameTest {

  private static final ConnectionOptions LINES = ConnectionOptions.of(new LineFraming(100));

  private final TinyDns dns = new TinyDns().host("orders.samara.test", "127.0.0.1", 3600);

  @AfterEach
  void close() {
    HeldNames.release();
    dns.close();
  }

  private AddressResolverOptions byDns() {
    return new AddressResolverOptions().setServers(List.of(dns.address()));
  }

  private static int listen(HubFixture fixture) {
    return fixture
        .listen(
            ListenerOptions.tcp("lines", 0, new LineFraming(100)),
            Routes.handler(() -> Connection::post))
        .port();
  }

  private static Future<Connection> dial(HubFixture fixture, String host, int port) {
    return dial(fixture, host, port, Duration.ofMinutes(1));
  }

  private static Future<Connection> dial(
      HubFixture fixture, String host, int port, Duration limit) {
    return fixture.hub.connect(
        ConnectorOptions.to("up", SocketAddress.inetSocketAddress(port, host), LINES)
            .withConnectTimeout(limit),
        new RecordingHandler().route());
  }

  private static String failure(Future<?> future) {
    return assertThrows(RuntimeException.class, () -> await(future)).getMessage();
  }

  @Test
  void aNameIsFoundByTheServerThatIsNamed() {
    try (var fixture = HubFixture.withNames(byDns())) {
      var port = listen(fixture);
      var connection = await(dial(fixture, "orders.samara.test", port));
      assertEquals("orders.samara.test:" + port, connection.remoteAddress().toString());
      assertTrue(dns.asked("orders.samara.test") > 0);
    }
  }

  @Test
  void aShortNameIsFoundInASearchDomain() {
    var options = byDns().setSearchDomains(List.of("elsewhere.test", "samara.test"));
    try (var fixture = HubFixture.withNames(options)) {
      await(dial(fixture, "orders", listen(fixture)));
      assertTrue(dns.asked("orders.elsewhere.test") > 0);
    }
  }

  @Test
  void aNameThatNobodyKnowsFailsAtOnce() {
    try (var fixture = HubFixture.withNames(byDns())) {
      var failure = failure(dial(fixture, "nobody.samara.test", 1));
      assertTrue(
          failure.startsWith("cannot connect to nobody.samara.test:1: Failed to resolve"), failure);
    }
  }

  @Test
  void aServerThatIsSilentIsGivenUpAfterTheQueryTimeout() {
    dns.silent("slow.samara.test");
    try (var fixture = HubFixture.withNames(byDns().setQueryTimeout(100).setMaxQueries(1))) {
      var failure = failure(dial(fixture, "slow.samara.test", 1));
      assertTrue(failure.contains("Failed to resolve 'slow.samara.test'"), failure);
    }
  }

  @Test
  void theTimeLimitOfAConnectorHoldsForTheNameAsWell() {
    dns.silent("slow.samara.test");
    try (var fixture = HubFixture.withNames(byDns().setQueryTimeout(60_000))) {
      var failure = failure(dial(fixture, "slow.samara.test", 1, Duration.ofMillis(100)));
      assertEquals("cannot connect to slow.samara.test:1: no connection within 100 ms", failure);
    }
  }

  @Test
  void aNameIsRememberedAsLongAsTheOptionsAllow() {
    try (var fixture = HubFixture.withNames(byDns())) {
      var port = listen(fixture);
      await(dial(fixture, "orders.samara.test", port));
      var asked = dns.asked("orders.samara.test");
      // Four times, so that each event loop dials twice.
      for (var i = 0; i < 4; i++) {
        await(dial(fixture, "orders.samara.test", port));
      }
      assertTrue(dns.asked("orders.samara.test") <= 2 * asked);
    }
    var before = dns.asked("orders.samara.test");
    try (var fixture = HubFixture.withNames(byDns().setCacheMaxTimeToLive(0))) {
      var port = listen(fixture);
      for (var i = 0; i < 4; i++) {
        await(dial(fixture, "orders.samara.test", port));
      }
      assertTrue(dns.asked("orders.samara.test") - before >= 4);
    }
  }

  @Test
  void aNameInTheHostsFileNeedsNoServer(@TempDir Path folder) throws Exception {
    var hosts = Files.writeString(folder.resolve("hosts"), "127.0.0.1 local.samara.test\n");
    try (var fixture = HubFixture.withNames(byDns().setHostsPath(hosts.toString()))) {
      await(dial(fixture, "local.samara.test", listen(fixture)));
      assertEquals(0, dns.asked("local.samara.test"));
    }
  }

  @Test
  void datagramsFindTheirWayByNameAsWell() {
    try (var fixture = HubFixture.withNames(byDns())) {
      var listener =
          fixture.listen(ListenerOptions.udp("udp", 0), Routes.handler(() -> Connection::post));
      var told = new RecordingHandler();
      var address = SocketAddress.inetSocketAddress(listener.port(), "orders.samara.test");
      var connection =
          await(fixture.hub.connect(ConnectorOptions.udp("up", address), told.route()));
      await(connection.send(Buffer.buffer("x")));
      eventually("answered", () -> told.told.contains("message x"));
    }
  }

  /** The launcher leaves names to the JVM, whose resolver blocks. */
  @Test
  void noEventLoopWaitsForTheJvm() throws Exception {
    try (var fixture = HubFixture.withJvmNames()) {
      var port = listen(fixture);
      HeldNames.hold();
      // One for each event loop at least.
      var dials = List.of(dial(fixture, HeldNames.NAME, port), dial(fixture, HeldNames.NAME, port));
      var udp = SocketAddress.inetSocketAddress(port, HeldNames.NAME);
      var datagrams =
          fixture.hub.connect(ConnectorOptions.udp("udp", udp), new RecordingHandler().route());
      HeldNames.awaitAsked();
      for (var i = 0; i < 4; i++) {
        try (var client = RawClient.tcp(port)) {
          assertEquals("x", client.write("x\n").readLine());
        }
      }
      assertFalse(dials.getFirst().isComplete());
      HeldNames.release();
      dials.forEach(HubFixture::await);
      await(datagrams);
    }
  }
}
