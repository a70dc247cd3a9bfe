package dev.samara.net;

import static dev.samara.net.HubFixture.await;
import static dev.samara.net.HubFixture.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.samara.codec.line.LineFraming;
import dev.samara.net.connection.CloseMode;
import dev.samara.net.connection.Connection;
import dev.samara.net.connection.Event;
import dev.samara.net.route.ConnectionHandler;
import dev.samara.net.route.Routes;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Every method from every thread and from within every callback: nothing recurses or is lost. */
class ManyThreadsTest {

  private static ListenerOptions lines() {
    return ListenerOptions.tcp("lines", 0, new LineFraming(1_000));
  }

  @Test
  void sendingWhenTheOutputIsEmptyDoesNotRecurse() throws Exception {
    var rounds = 100_000;
    var handler =
        new ConnectionHandler() {
          private int sent;

          @Override
          public void message(Connection connection, Buffer message) {
            connection.post(message);
          }

          @Override
          public void outputEmpty(Connection connection) {
            if (++sent < rounds) {
              connection.post(Buffer.buffer("x"));
            } else {
              connection.close(CloseMode.DRAIN);
            }
          }
        };
    try (var fixture = new HubFixture()) {
      var listener = fixture.listen(lines(), Routes.handler(() -> handler));
      try (var client = RawClient.tcp(listener.port())) {
        assertEquals("x\n".repeat(rounds), client.write("x\n").readToEnd());
      }
      assertEquals(rounds, fixture.figures("lines").out().flushed());
    }
  }

  @Test
  void sendingWhenASendIsDoneDoesNotRecurseEvenIfItFailsAtOnce() throws Exception {
    var outcomes = new AtomicInteger();
    var done = new CompletableFuture<Integer>();
    try (var fixture = new HubFixture()) {
      ConnectionHandler handler = (connection, _) -> sendAgain(connection, outcomes, done);
      var listener = fixture.listen(lines(), Routes.handler(() -> handler));
      try (var client = RawClient.tcp(listener.port())) {
        client.write("go\n");
        assertEquals(20_000, FaultTest.get(done));
      }
    }
  }

  private static void sendAgain(
      Connection connection, AtomicInteger outcomes, CompletableFuture<Integer> done) {
    // Every second one is refused by the framing at once.
    var number = outcomes.get();
    connection
        .send(Buffer.buffer(number % 2 == 0 ? "good" : "b\nad"))
        .onComplete(_ -> {
          if (outcomes.incrementAndGet() == 20_000) {
            done.complete(outcomes.get());
          } else if (number % 2 == 0) {
            sendAgain(connection, outcomes, done);
          } else {
            connection.info().onSuccess(_ -> sendAgain(connection, outcomes, done));
          }
        });
  }

  @Test
  void closingFromWithinAMessageAndTwiceGivesOneEndWithTheStateFinal() throws Exception {
    var ends = new CopyOnWriteArrayList<Event.Disconnected>();
    var states = new CopyOnWriteArrayList<Boolean>();
    var handler =
        new ConnectionHandler() {
          @Override
          public void message(Connection connection, Buffer message) {
            connection.post(message);
            connection.close(CloseMode.DRAIN);
            connection.close(CloseMode.DRAIN);
          }

          @Override
          public void disconnected(Event.Disconnected event) {
            ends.add(event);
            // What is sent now is refused, and the connection says that it is closed.
            event
                .connection()
                .send(Buffer.buffer("late"))
                .onComplete(sent -> states.add(sent.succeeded()));
            event.connection().info().onSuccess(info -> states.add(!info.state().equals("closed")));
          }
        };
    try (var fixture = new HubFixture()) {
      var listener = fixture.listen(lines(), Routes.handler(() -> handler));
      try (var client = RawClient.tcp(listener.port())) {
        assertEquals("bye\n", client.write("bye\nnot read\n").readToEnd());
      }
      eventually("told", () -> states.size() == 2);
      assertEquals(List.of(false, false), states);
      assertEquals(1, ends.size());
      var connection = ends.getFirst().connection();
      assertSame(ends.getFirst(), await(connection.close(CloseMode.NOW)));
      assertSame(ends.getFirst(), await(connection.closed()));
    }
  }

  @Test
  void eightThreadsAtRandomLoseNothing() throws Exception {
    var seed = System.nanoTime();
    try (var fixture = new HubFixture()) {
      var connections = new CopyOnWriteArrayList<Connection>();
      var handler =
          new ConnectionHandler() {
            @Override
            public void connected(Connection connection) {
              connections.add(connection);
            }

            @Override
            public void message(Connection connection, Buffer message) {
              connection.post(message);
            }
          };
      var listener = fixture.listen(lines(), Routes.handler(() -> handler));
      var clients = new ArrayList<Thread>();
      for (var c = 0; c < 40; c++) {
        clients.add(Thread.ofVirtual().start(() -> drainOf(listener.port())));
      }
      eventually("connected", () -> connections.size() == 40);
      var threads = new ArrayList<Thread>();
      for (var t = 0; t < 8; t++) {
        var random = new Random(seed + t);
        threads.add(Thread.ofPlatform().start(() -> callAtRandom(connections, random)));
      }
      for (var thread : threads) {
        assertTrue(thread.join(Duration.ofSeconds(20)), "seed " + seed);
      }
      connections.forEach(connection -> connection.close(CloseMode.DRAIN));
      for (var client : clients) {
        assertTrue(client.join(Duration.ofSeconds(20)), "seed " + seed);
      }
      eventually("closed", () -> fixture.figures("lines").open() == 0);
      var out = fixture.figures("lines").out();
      assertTrue(out.addsUp(), out + " seed " + seed);
      assertEquals(0, out.inFlight(), out + " seed " + seed);
      assertTrue(out.accepted() > 40, out + " seed " + seed);
    }
  }

  private static void drainOf(int port) {
    try (var client = RawClient.tcp(port)) {
      client.write("hello\n".repeat(20));
      client.readToEnd();
    } catch (java.io.UncheckedIOException e) {
      // Closed at once: the rest of the answers is lost, and counted.
    }
  }

  private static void callAtRandom(List<Connection> connections, Random random) {
    for (var i = 0; i < 3_000; i++) {
      var connection = connections.get(random.nextInt(connections.size()));
      switch (random.nextInt(400)) {
        case 0 -> connection.close(CloseMode.NOW);
        case 1 -> connection.close(CloseMode.FINISH_MESSAGE);
        case 2 -> connection.close(CloseMode.DRAIN);
        case 3 -> connection.info();
        case 4 -> connection.attach(random);
        case 5 -> connection.attachment(Random.class);
        default -> {
          if (random.nextBoolean()) {
            connection.post(Buffer.buffer("posted"));
          } else {
            connection.send(Buffer.buffer("sent"));
          }
        }
      }
    }
  }
}
