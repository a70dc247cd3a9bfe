package dev.samara.net;

import static dev.samara.net.HubFixture.await;
import static dev.samara.net.HubFixture.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.samara.codec.line.LineFraming;
import dev.samara.net.client.Claim;
import dev.samara.net.client.ClientOptions;
import dev.samara.net.client.DuplicatePolicy;
import dev.samara.net.client.ExpectedClient;
import dev.samara.net.connection.CloseMode;
import dev.samara.net.connection.Connection;
import dev.samara.net.connection.ConnectionOptions;
import dev.samara.net.connection.Route;
import dev.samara.net.connection.UndeliveredException;
import dev.samara.net.route.ConnectionHandler;
import dev.samara.net.route.Routes;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import org.junit.jupiter.api.Test;

/** Names under many threads: nobody gets what another has, and no message is lost. */
class ClientRaceTest {

  private static final int THREADS = 8;

  private static List<Connection> dial(HubFixture fixture, Route route, int count) {
    var port =
        fixture.listen(ListenerOptions.tcp("lines", 0, new LineFraming(1_000)), route).port();
    var connections = new ArrayList<Connection>();
    for (var i = 0; i < count; i++) {
      var to =
          ConnectorOptions.to(
              "out",
              SocketAddress.inetSocketAddress(port, "127.0.0.1"),
              ConnectionOptions.of(new LineFraming(1_000)));
      ConnectionHandler deaf = (_, _) -> {};
      connections.add(await(fixture.hub.connect(to, Routes.handler(() -> deaf))));
    }
    return connections;
  }

  @Test
  void oneOfManyGetsTheName() throws Exception {
    try (var fixture = new HubFixture()) {
      var clients = fixture.hub.clients();
      ConnectionHandler echo = Connection::post;
      var connections = dial(fixture, Routes.handler(() -> echo), THREADS);
      for (var round = 0; round < 50; round++) {
        var name = "round" + round;
        var barrier = new CyclicBarrier(THREADS);
        var claims = new ConcurrentLinkedQueue<Claim>();
        var threads = new ArrayList<Thread>();
        for (var connection : connections) {
          threads.add(
              Thread.ofPlatform()
                  .start(() -> {
                    try {
                      barrier.await();
                    } catch (Exception e) {
                      throw new IllegalStateException(e);
                    }
                    claims.add(clients.claim(name, connection));
                  }));
        }
        for (var thread : threads) {
          thread.join();
        }
        assertEquals(1, claims.stream().filter(Claim::given).count());
        assertEquals(THREADS - 1, claims.stream().filter(Claim.TAKEN::equals).count());
        assertEquals(java.util.Optional.of(name), clients.find(name).orElseThrow().client());
        clients.forget(name);
      }
    }
  }

  /**
   * Threads send to a name while one connection after another takes it over: each message has one
   * outcome, and each thread's messages arrive in the order in which it sent them.
   */
  @Test
  void sendersAndTakeOversLoseNothing() throws Exception {
    try (var fixture = new HubFixture()) {
      var clients = fixture.hub.clients();
      clients.configure(ClientOptions.defaults().withOnDuplicate(DuplicatePolicy.TAKE_OVER));
      clients.expect(
          "ann", ExpectedClient.defaults().withQueue(100_000, 10_000_000, Duration.ZERO));
      var received = new ConcurrentLinkedQueue<String>();
      ConnectionHandler collect =
          (connection, message) -> received.add(connection.id().serial() + " " + message);
      var connections = dial(fixture, Routes.handler(() -> collect), 20);
      Queue<Future<Void>> sent = new ConcurrentLinkedQueue<>();
      var senders = new ArrayList<Thread>();
      for (var number = 0; number < THREADS; number++) {
        var sender = number;
        senders.add(
            Thread.ofPlatform()
                .start(() -> {
                  for (var i = 0; i < 2_000; i++) {
                    sent.add(clients.send("ann", Buffer.buffer(sender + " " + i)));
                  }
                }));
      }
      for (var connection : connections) {
        assertEquals(Claim.GIVEN, clients.claim("ann", connection));
        var atLeast = received.size() + 100;
        eventually(
            "some arrive",
            () -> received.size() >= atLeast || senders.stream().noneMatch(Thread::isAlive));
      }
      for (var sender : senders) {
        sender.join();
      }
      eventually("all have an outcome", () -> sent.stream().allMatch(Future::isComplete));
      var flushed = sent.stream().filter(Future::succeeded).count();
      sent.stream()
          .filter(Future::failed)
          .forEach(failed -> assertTrue(failed.cause() instanceof UndeliveredException));
      assertEquals(THREADS * 2_000, sent.size());
      connections.forEach(connection -> await(connection.close(CloseMode.DRAIN)));
      eventually("all flushed ones arrive", () -> received.size() >= flushed);
      assertInOrder(received);
      assertTrue(clients.balance().addsUp(), clients.balance().toString());
      assertEquals(0, clients.balance().inFlight());
    }
  }

  private static void assertInOrder(Iterable<String> received) {
    var last = new java.util.HashMap<String, Integer>();
    for (var line : received) {
      var cut = line.lastIndexOf(' ');
      var number = Integer.parseInt(line.substring(cut + 1));
      var before = last.put(line.substring(0, cut), number);
      assertTrue(before == null || before < number, () -> line + " after " + before);
    }
  }
}
