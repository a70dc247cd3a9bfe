package dev.samara.net;

import static dev.samara.net.HubFixture.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.samara.codec.line.LineFraming;
import dev.samara.net.dns.HeldNames;
import dev.samara.net.dns.TinyDns;
import io.vertx.core.dns.AddressResolverOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The name of a peer's host is found on the side, if a listener wants to know. */
class ReverseDnsTest {

  private static final String POINTER = "1.0.0.127.in-addr.arpa";

  private final TinyDns dns = new TinyDns();
  private final RecordingHandler handler = new RecordingHandler();

  @AfterEach
  void close() {
    HeldNames.release();
    dns.close();
  }

  private HubFixture fixture() {
    return HubFixture.withNames(new AddressResolverOptions().setServers(List.of(dns.address())));
  }

  private Listener listen(HubFixture fixture, Duration reverseDns) {
    return fixture.listen(
        ListenerOptions.tcp("lines", 0, new LineFraming(100)).withReverseDns(reverseDns),
        handler.route());
  }

  private Optional<String> hostName(HubFixture fixture) {
    return fixture.connections().getFirst().remoteHostName();
  }

  /** What comes after a message has had its time is not the name's fault. */
  private void exchange(RawClient client, String text) {
    client.write(text + "\n");
    eventually("read", () -> handler.told.contains("message " + text));
  }

  @Test
  void theNameIsInTheListOfConnectionsAndForHandlers() {
    dns.pointer(POINTER, "ann.samara.test", "other.samara.test");
    try (var fixture = fixture();
        var client = RawClient.tcp(listen(fixture, Duration.ofSeconds(10)).port())) {
      exchange(client, "a");
      eventually("found", () -> hostName(fixture).isPresent());
      assertEquals(Optional.of("ann.samara.test"), hostName(fixture));
      assertEquals(Optional.of("ann.samara.test"), handler.connections.getFirst().remoteHostName());
    }
  }

  @Test
  void nobodyIsAskedUnlessAListenerWantsToKnow() {
    try (var fixture = fixture();
        var client = RawClient.tcp(listen(fixture, Duration.ZERO).port())) {
      exchange(client, "a");
      assertEquals(Optional.empty(), hostName(fixture));
      assertEquals(0, dns.asked(POINTER));
    }
  }

  @Test
  void aConnectionNeverWaitsForAServerThatIsSilent() {
    dns.silent(POINTER);
    try (var fixture = fixture();
        var client = RawClient.tcp(listen(fixture, Duration.ofMillis(50)).port())) {
      exchange(client, "a");
      eventually("asked", () -> dns.asked(POINTER) > 0);
      assertEquals(Optional.empty(), hostName(fixture));
      exchange(client, "b");
    }
  }

  @Test
  void aPeerWithoutANameHasNone() {
    try (var fixture = fixture();
        var client = RawClient.tcp(listen(fixture, Duration.ofSeconds(10)).port())) {
      exchange(client, "a");
      eventually("asked", () -> dns.asked(POINTER) > 0);
      exchange(client, "b");
      assertEquals(Optional.empty(), hostName(fixture));
    }
  }

  /** Who owns the address may forge lines of logs. */
  @Test
  void whatCannotBeTheNameOfAHostIsNone() {
    dns.pointer("2.0.0.127.in-addr.arpa", "bob.samara.test");
    dns.pointer(POINTER, "evil\n2026 ERROR.samara.test");
    try (var fixture = fixture()) {
      var port = listen(fixture, Duration.ofSeconds(10)).port();
      try (var evil = RawClient.tcp(port)) {
        exchange(evil, "a");
        eventually("asked", () -> dns.asked(POINTER) > 0);
        try (var bob = RawClient.tcpFrom("127.0.0.2", port)) {
          exchange(bob, "b");
          eventually("bob is found", () -> names(fixture).contains("bob.samara.test"));
          assertEquals(List.of("bob.samara.test"), names(fixture));
        }
      }
    }
  }

  private static List<String> names(HubFixture fixture) {
    return fixture.connections().stream()
        .flatMap(connection -> connection.remoteHostName().stream())
        .toList();
  }

  @Test
  void peersOfAUnixSocketHaveNoHost(@TempDir Path folder) {
    var path = folder.resolve("a.sock");
    try (var fixture = fixture()) {
      fixture.listen(
          ListenerOptions.unix("local", path, new LineFraming(100))
              .withReverseDns(Duration.ofSeconds(1)),
          handler.route());
      try (var client = RawClient.unix(path)) {
        exchange(client, "a");
        assertEquals(Optional.empty(), hostName(fixture));
      }
    }
  }

  @Test
  void theJvmIsAskedWithoutBlockingWhereVertxIsToldSo() throws Exception {
    HeldNames.hold();
    try (var fixture = HubFixture.withJvmNames();
        var client =
            RawClient.tcpFrom(HeldNames.ADDRESS, listen(fixture, Duration.ofSeconds(10)).port())) {
      HeldNames.awaitAsked();
      exchange(client, "a");
      assertEquals(Optional.empty(), hostName(fixture));
      HeldNames.release();
      eventually("found", () -> hostName(fixture).equals(Optional.of(HeldNames.NAME_OF_ADDRESS)));
    }
  }

  @Test
  void theLimitIsChecked() {
    var options = ListenerOptions.tcp("lines", 0, new LineFraming(100));
    var wrong =
        assertThrows(
            IllegalArgumentException.class, () -> options.withReverseDns(Duration.ofSeconds(11)));
    assertEquals("reverseDns: 11000 ms (expected: 0 to 10000)", wrong.getMessage());
    assertTrue(
        assertThrows(
                IllegalArgumentException.class, () -> options.withReverseDns(Duration.ofMillis(-1)))
            .getMessage()
            .startsWith("reverseDns: -1 ms"));
  }
}
