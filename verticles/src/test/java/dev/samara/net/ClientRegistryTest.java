package dev.samara.net;

import static dev.samara.net.HubFixture.await;
import static dev.samara.net.HubFixture.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.samara.codec.line.LineFraming;
import dev.samara.net.access.AccessRules;
import dev.samara.net.client.Claim;
import dev.samara.net.client.ClientOptions;
import dev.samara.net.client.ClientRegistry;
import dev.samara.net.client.DuplicatePolicy;
import dev.samara.net.client.ExpectedClient;
import dev.samara.net.connection.Balance;
import dev.samara.net.connection.Connection;
import dev.samara.net.connection.Route;
import dev.samara.net.connection.UndeliveredException;
import dev.samara.net.connection.UndeliveredException.Outcome;
import dev.samara.net.handshake.Handshakes;
import dev.samara.net.route.ConnectionHandler;
import dev.samara.net.route.Routes;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Names: expected, given, taken over, shared, and what waits for them. */
class ClientRegistryTest {

  private static final ExpectedClient EXPECTED = ExpectedClient.defaults();

  private static Route echo() {
    ConnectionHandler echo = Connection::post;
    return Routes.handler(() -> echo);
  }

  /** A listener whose clients send their name first and get OK. */
  private static Listener named(HubFixture fixture) {
    var route = Handshakes.required(echo(), Handshakes.keyword(_ -> true), fixture.hub.clients());
    return fixture.listen(ListenerOptions.tcp("lines", 0, new LineFraming(1_000)), route);
  }

  private static RawClient join(Listener listener, String name) {
    var client = RawClient.tcp(listener.port()).write(name + "\n");
    assertEquals("OK", client.readLine());
    return client;
  }

  private static Buffer text(Object text) {
    return Buffer.buffer(text.toString());
  }

  private static Outcome failure(Future<Void> sent) {
    return assertThrows(UndeliveredException.class, () -> await(sent)).outcome();
  }

  @Test
  void whatWaitsGoesOutFirstAndInOrder() {
    try (var fixture = new HubFixture()) {
      var clients = fixture.hub.clients();
      var listener = named(fixture);
      clients.expect("ann", EXPECTED);
      var sent = new ArrayList<Future<Void>>();
      for (var i = 0; i < 100; i++) {
        sent.add(clients.send("ann", text(i)));
      }
      assertEquals(Map.of("ann", 100), clients.expected());
      assertEquals(100, fixture.figures(Hub.CLIENTS).out().inFlight());
      assertEquals(Optional.empty(), clients.find("ann"));
      try (var ann = RawClient.tcp(listener.port()).write("ann\nhello\n")) {
        assertEquals("OK", ann.readLine());
        for (var i = 0; i < 100; i++) {
          assertEquals("" + i, ann.readLine());
        }
        assertEquals("hello", ann.readLine());
        await(Future.all(sent));
        await(clients.send("ann", text("direct")));
        assertEquals("direct", ann.readLine());
      }
      eventually("ann has left", () -> clients.find("ann").isEmpty());
      assertTrue(clients.isExpected("ann"));
      // Queues again until she comes back.
      var again = clients.send("ann", text("again"));
      try (var ann = join(listener, "ann")) {
        assertEquals("again", ann.readLine());
        await(again);
      }
      assertEquals(new Balance(101, 101, 0, 0, 0, 0, 0), clients.balance());
    }
  }

  @Test
  void aQueueHasItsBounds() {
    var clients = new ClientRegistry();
    clients.expect("few", EXPECTED.withQueue(2, 1_000, Duration.ZERO));
    clients.expect("short", EXPECTED.withQueue(1_000, 10, Duration.ZERO));
    clients.send("few", text("a"));
    clients.send("few", text("b"));
    assertEquals(Outcome.REJECTED, failure(clients.send("few", text("c"))));
    clients.send("short", text("123456"));
    assertEquals(Outcome.REJECTED, failure(clients.send("short", text("12345"))));
    clients.send("short", text("1234"));
    assertEquals(Outcome.REJECTED, failure(clients.send("nobody", text("x"))));
    assertEquals(new Balance(7, 0, 0, 0, 3, 0, 4), clients.balance());
    assertThrows(IllegalArgumentException.class, () -> clients.expect("a b", EXPECTED));
    assertThrows(IllegalArgumentException.class, () -> EXPECTED.withQueue(-1, 0, Duration.ZERO));
    assertThrows(IllegalArgumentException.class, () -> EXPECTED.withQueue(0, -1, Duration.ZERO));
    assertThrows(
        IllegalArgumentException.class, () -> EXPECTED.withQueue(0, 0, Duration.ofMillis(-1)));
  }

  @Test
  void whatWaitsTooLongExpires() {
    var nowNanos = new AtomicLong(Long.MAX_VALUE - 500);
    var clients = new ClientRegistry(nowNanos::get);
    clients.expect("ann", EXPECTED.withQueue(10, 10, Duration.ofNanos(1_000)));
    var first = clients.send("ann", text("12345"));
    nowNanos.addAndGet(600);
    var second = clients.send("ann", text("67890"));
    clients.expect("ann", EXPECTED.withQueue(10, 20, Duration.ZERO));
    var forEver = clients.send("ann", text("x"));
    nowNanos.addAndGet(399);
    clients.tick();
    assertFalse(first.isComplete());
    nowNanos.addAndGet(1);
    clients.tick();
    assertEquals(Outcome.EXPIRED, failure(first));
    assertFalse(second.isComplete());
    nowNanos.addAndGet(1_000_000);
    clients.tick();
    assertEquals(Outcome.EXPIRED, failure(second));
    assertFalse(forEver.isComplete());
    assertEquals(new Balance(3, 0, 0, 0, 0, 2, 1), clients.balance());
    assertEquals(List.of(text("x")), clients.forget("ann"));
    assertEquals(Outcome.RETURNED, failure(forEver));
    assertEquals(new Balance(3, 0, 0, 1, 0, 2, 0), clients.balance());
    assertFalse(clients.isExpected("ann"));
    assertEquals(List.of(), clients.forget("ann"));
  }

  @Test
  void theHubLetsTimePass() {
    try (var fixture = new HubFixture()) {
      var clients = fixture.hub.clients();
      clients.expect("ann", EXPECTED.withQueue(10, 10, Duration.ofMillis(50)));
      assertEquals(Outcome.EXPIRED, failure(clients.send("ann", text("x"))));
    }
  }

  @Test
  void aDrainReturnsWhatWaits() {
    Future<Void> waiting;
    ClientRegistry clients;
    try (var fixture = new HubFixture()) {
      clients = fixture.hub.clients();
      clients.expect("ann", EXPECTED);
      waiting = clients.send("ann", text("x"));
    }
    assertEquals(Outcome.RETURNED, failure(waiting));
    assertEquals(Outcome.REJECTED, failure(clients.send("ann", text("y"))));
    assertEquals(new Balance(2, 0, 0, 1, 1, 0, 0), clients.balance());
  }

  @Test
  void aForgottenNameIsFreeAndItsConnectionStays() {
    try (var fixture = new HubFixture()) {
      var clients = fixture.hub.clients();
      var listener = named(fixture);
      try (var ann = join(listener, "ann")) {
        clients.forget("ann");
        assertEquals(Optional.empty(), fixture.connections().getFirst().client());
        assertEquals("still here", ann.write("still here\n").readLine());
        try (var other = join(listener, "ann")) {
          await(clients.send("ann", text("for the new one")));
          assertEquals("for the new one", other.readLine());
        }
      }
    }
  }

  @Test
  void aNameIsRefusedFromTheWrongAddress() {
    try (var fixture = new HubFixture()) {
      var clients = fixture.hub.clients();
      var listener = named(fixture);
      clients.expect("ann", EXPECTED.withRules(AccessRules.of("allow 127.0.0.2")));
      clients.configure(
          ClientOptions.defaults().withRules(AccessRules.of("deny client:admin*", "allow")));
      try (var wrong = RawClient.tcp(listener.port()).write("ann\nhello\n");
          var admin = RawClient.tcp(listener.port()).write("admin7\n");
          var right = RawClient.tcpFrom("127.0.0.2", listener.port()).write("ann\nhello\n")) {
        assertEquals("", wrong.readToEnd());
        assertEquals("", admin.readToEnd());
        assertEquals("OK", right.readLine());
        assertEquals("hello", right.readLine());
        assertEquals(Map.of("name", 2L), listener.refusals());
        // The application may do what a client may not.
        try (var free = join(listener, "free")) {
          var connection = clients.find("free").orElseThrow();
          clients.forget("free");
          assertEquals(Claim.DENIED, clients.claim("admin1", connection));
          assertEquals(Claim.GIVEN, clients.adopt(connection, "admin1"));
          await(clients.send("admin1", text("hello admin")));
          assertEquals("hello admin", free.readLine());
        }
      }
    }
  }

  @Test
  void aSecondOneIsRejectedUnlessToldOtherwise() {
    try (var fixture = new HubFixture()) {
      var listener = named(fixture);
      try (var first = join(listener, "ann");
          var second = RawClient.tcp(listener.port()).write("ann\n")) {
        assertEquals("", second.readToEnd());
        assertEquals("x", first.write("x\n").readLine());
      }
      assertEquals(Map.of("name", 1L), listener.refusals());
    }
  }

  @Test
  void aSecondOneTakesOver() {
    try (var fixture = new HubFixture()) {
      var clients = fixture.hub.clients();
      var listener = named(fixture);
      clients.configure(ClientOptions.defaults().withOnDuplicate(DuplicatePolicy.TAKE_OVER));
      try (var first = join(listener, "ann")) {
        var older = clients.find("ann").orElseThrow();
        try (var second = join(listener, "ann")) {
          assertEquals("", first.readToEnd());
          var newer = clients.find("ann").orElseThrow();
          assertEquals(
              "its name 'ann' was taken over by " + newer.id(), await(older.closed()).reason());
          assertEquals(List.of(newer), clients.connections("ann"));
          await(clients.send("ann", text("for the newer")));
          assertEquals("for the newer", second.readLine());
        }
      }
    }
  }

  @Test
  void bothKeepTheName() {
    try (var fixture = new HubFixture()) {
      var clients = fixture.hub.clients();
      var listener = named(fixture);
      clients.configure(ClientOptions.defaults().withMaxConnectionsPerName(2));
      clients.expect("ann", EXPECTED.withOnDuplicate(DuplicatePolicy.KEEP_BOTH));
      try (var first = join(listener, "ann");
          var second = join(listener, "ann");
          var third = RawClient.tcp(listener.port()).write("ann\n")) {
        assertEquals("", third.readToEnd());
        assertEquals(2, clients.connections("ann").size());
        await(clients.send("ann", text("for both")));
        assertEquals("for both", first.readLine());
        assertEquals("for both", second.readLine());
        second.reset();
        eventually("one left", () -> clients.connections("ann").size() == 1);
        await(clients.send("ann", text("for one")));
        assertEquals("for one", first.readLine());
      }
    }
  }
}
