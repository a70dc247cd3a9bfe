package dev.samara.net;

import static dev.samara.net.HubFixture.await;
import static dev.samara.net.HubFixture.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.samara.codec.length.LengthFraming;
import dev.samara.codec.line.LineFraming;
import dev.samara.net.connection.Balance;
import dev.samara.net.connection.Connection;
import dev.samara.net.connection.Event;
import dev.samara.net.connection.Route;
import dev.samara.net.connection.Session;
import dev.samara.net.connection.SlowConsumerPolicy;
import dev.samara.net.connection.Timeouts;
import dev.samara.net.route.ConnectionHandler;
import dev.samara.net.route.Delivery;
import dev.samara.net.route.MessageService;
import dev.samara.net.route.Routes;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What goes wrong costs its own connection, says why, and loses nothing that was accepted. */
class FaultTest {

  /** A route to a handler that also records how connections ended. */
  private static final class Recording {
    final List<Event.Disconnected> ends = Collections.synchronizedList(new ArrayList<>());

    Route around(Route inner) {
      return new Route() {
        @Override
        public String name() {
          return inner.name();
        }

        @Override
        public Session open(Session.Control control) {
          control.closed().onSuccess(ends::add);
          return inner.open(control);
        }
      };
    }

    String onlyReason() {
      eventually("an end", () -> !ends.isEmpty());
      assertEquals(1, ends.size());
      return ends.getFirst().reason();
    }
  }

  private final Recording recording = new Recording();

  private static Route echo() {
    ConnectionHandler echo = Connection::post;
    return Routes.handler(() -> echo);
  }

  @Test
  void answersWhatCameBeforeALengthBeyondTheLimit() {
    try (var fixture = new HubFixture()) {
      var options = ListenerOptions.tcp("echo", 0, new LengthFraming(10));
      var listener = fixture.listen(options, recording.around(echo()));
      try (var client = RawClient.tcp(listener.port());
          var bystander = RawClient.tcp(listener.port())) {
        client.write("\0\0\0\2hi\0\0\0\13");
        assertEquals("\0\0\0\2hi", client.readToEnd());
        assertEquals("message length: 11 bytes (expected: <= 10)", recording.onlyReason());
        bystander.write("\0\0\0\1x");
        assertEquals("\0\0\0\1x", new String(bystander.read(5)));
      }
    }
  }

  @Test
  void endsALineWithoutEndAndBytesThatAreNotText() {
    try (var fixture = new HubFixture()) {
      var options = ListenerOptions.tcp("lines", 0, new LineFraming(100));
      var listener = fixture.listen(options, recording.around(echo()));
      try (var endless = RawClient.tcp(listener.port())) {
        assertEquals("", endless.write("x".repeat(102)).readToEnd());
        assertEquals("a line longer than 100 bytes", recording.onlyReason());
      }
      recording.ends.clear();
      try (var binary = RawClient.tcp(listener.port())) {
        assertEquals("ok\n", binary.write(new byte[] {'o', 'k', '\n', -1, '\n'}).readToEnd());
        assertEquals("a line that is not UTF-8 text", recording.onlyReason());
      }
    }
  }

  @Test
  void aHandlerThatThrowsCostsOnlyItsConnection() {
    try (var fixture = new HubFixture()) {
      ConnectionHandler picky =
          (connection, message) -> {
            if (message.toString().equals("bad")) {
              throw new IllegalStateException("I do not like this");
            }
            connection.post(message);
          };
      var options = ListenerOptions.tcp("lines", 0, new LineFraming(100));
      var listener = fixture.listen(options, recording.around(Routes.handler(() -> picky)));
      try (var client = RawClient.tcp(listener.port());
          var bystander = RawClient.tcp(listener.port())) {
        assertEquals("good\n", client.write("good\nbad\nnever\n").readToEnd());
        assertTrue(recording.onlyReason().contains("I do not like this"));
        assertEquals("still here", bystander.write("still here\n").readLine());
      }
      eventually("closed", () -> fixture.figures("lines").open() == 0);
      // "good" and "still here" were dealt with; "bad" and "never" come back.
      assertEquals(new Balance(4, 2, 0, 2, 0, 0, 0), fixture.figures("lines").in());
    }
  }

  @Test
  void closesWhenNobodyListensOnTheBusAddress() {
    try (var fixture = new HubFixture()) {
      var options = ListenerOptions.tcp("lines", 0, new LineFraming(100));
      var route = recording.around(fixture.bus("nobody"));
      var listener = fixture.listen(options, route);
      try (var client = RawClient.tcp(listener.port())) {
        assertEquals("", client.write("hello\n").readToEnd());
        assertEquals("nobody listens on the bus address 'nobody'", recording.onlyReason());
      }
      assertEquals(new Balance(1, 0, 0, 0, 1, 0, 0), fixture.figures("lines").in());
    }
  }

  @Test
  void expiresWhatAServiceDoesNotAnswer() {
    try (var fixture = new HubFixture()) {
      var held = new CompletableFuture<Delivery>();
      await(MessageService.register(fixture.vertx, "slow", held::complete));
      var options = ListenerOptions.tcp("lines", 0, new LineFraming(100));
      var route = recording.around(Routes.bus(fixture.vertx, "slow", Duration.ofMillis(200)));
      var listener = fixture.listen(options, route);
      try (var client = RawClient.tcp(listener.port())) {
        assertEquals("", client.write("a\nb\n").readToEnd());
        assertEquals("no answer from the bus address 'slow' within 200 ms", recording.onlyReason());
      }
      var balance = fixture.figures("lines").in();
      assertEquals(2, balance.expired() + balance.returned(), balance.toString());
      // Too late: without effect, and no fault.
      held.join().reply(Buffer.buffer("late"));
    }
  }

  @Test
  void aRouteThatFailsToOpenCostsOnlyItsConnection() {
    try (var fixture = new HubFixture()) {
      var good = fixture.listen(ListenerOptions.tcp("good", 0, new LineFraming(100)), echo());
      var bad =
          Routes.handler(() -> {
            throw new IllegalStateException("made to fail");
          });
      var options = ListenerOptions.tcp("bad", 0, new LineFraming(100));
      var listener = fixture.listen(options, recording.around(bad));
      try (var client = RawClient.tcp(listener.port());
          var other = RawClient.tcp(good.port())) {
        assertEquals("", client.readToEnd());
        assertTrue(recording.onlyReason().contains("made to fail"), recording.onlyReason());
        assertEquals("hello", other.write("hello\n").readLine());
        eventually("it is gone", () -> fixture.figures("bad").open() == 0);
        assertEquals(0, fixture.figures("bad").in().accepted());
      }
    }
  }

  @Test
  void keepsTheOrderWhenAServiceAnswersOutOfOrder() throws Exception {
    try (var fixture = new HubFixture()) {
      var deliveries = Collections.synchronizedList(new ArrayList<Delivery>());
      await(MessageService.register(fixture.vertx, "echo", deliveries::add));
      var options = ListenerOptions.tcp("lines", 0, new LineFraming(100));
      var listener = fixture.listen(options, fixture.bus("echo"));
      try (var client = RawClient.tcp(listener.port())) {
        client.write("1\n2\n3\n");
        eventually("all three", () -> deliveries.size() == 3);
        client.write("4\n5\n");
        eventually("all five", () -> deliveries.size() == 5);
        for (var delivery : deliveries.reversed()) {
          if (delivery.message().toString().equals("2")) {
            delivery.done();
          } else {
            delivery.reply(delivery.message());
          }
        }
        for (var expected : List.of("1", "3", "4", "5")) {
          assertEquals(expected, client.readLine());
        }
      }
    }
  }

  @Test
  void aServiceThatThrowsOrRefusesClosesTheConnectionAfterEarlierAnswers() {
    try (var fixture = new HubFixture()) {
      await(
          MessageService.register(
              fixture.vertx,
              "picky",
              delivery -> {
                if (delivery.message().toString().equals("bad")) {
                  delivery.fail("no such thing");
                } else {
                  delivery.reply(delivery.message());
                }
              }));
      var options = ListenerOptions.tcp("lines", 0, new LineFraming(100));
      var route = recording.around(fixture.bus("picky"));
      var listener = fixture.listen(options, route);
      try (var client = RawClient.tcp(listener.port())) {
        assertEquals("good\n", client.write("good\nbad\nnever\n").readToEnd());
        assertEquals("no such thing", recording.onlyReason());
      }
      var balance = fixture.figures("lines").in();
      assertEquals(new Balance(3, 1, 0, 0, 2, 0, 0), balance);
    }
  }

  @Test
  void aRefusalWaitsForTheAnswersToWhatWasAskedBefore() {
    try (var fixture = new HubFixture()) {
      var deliveries = Collections.synchronizedList(new ArrayList<Delivery>());
      await(MessageService.register(fixture.vertx, "slow", deliveries::add));
      var options = ListenerOptions.tcp("lines", 0, new LineFraming(100));
      var route = recording.around(fixture.bus("slow"));
      var listener = fixture.listen(options, route);
      try (var client = RawClient.tcp(listener.port())) {
        client.write("first\n");
        eventually("the first", () -> deliveries.size() == 1);
        client.write("second\n");
        eventually("the second", () -> deliveries.size() == 2);
        deliveries.get(1).fail("not this one");
        deliveries.get(0).reply(deliveries.get(0).message());
        assertEquals("first\n", client.readToEnd());
        assertEquals("not this one", recording.onlyReason());
      }
      assertEquals(new Balance(2, 1, 0, 0, 1, 0, 0), fixture.figures("lines").in());
    }
  }

  @Test
  void expiresAlsoWhatWaitsBehindABatchForAnotherNode() {
    try (var fixture = new HubFixture()) {
      var arrived = new CompletableFuture<Boolean>();
      // No service of this node: so it is treated as one elsewhere, one batch at a time.
      await(fixture.vertx.eventBus().consumer("silent", _ -> arrived.complete(true)).completion());
      var options = ListenerOptions.tcp("lines", 0, new LineFraming(100));
      var route = Routes.bus(fixture.vertx, "silent", Duration.ofSeconds(2));
      var listener = fixture.listen(options, recording.around(route));
      try (var client = RawClient.tcp(listener.port())) {
        client.write("under way\n");
        assertTrue(arrived.join());
        assertEquals("", client.write("waiting\n").readToEnd());
        assertEquals(
            "no answer from the bus address 'silent' within 2000 ms", recording.onlyReason());
      }
      assertEquals(new Balance(2, 0, 0, 0, 0, 2, 0), fixture.figures("lines").in());
    }
  }

  @Test
  void closesASilentConnection() {
    try (var fixture = new HubFixture()) {
      var options = ListenerOptions.tcp("lines", 0, new LineFraming(100));
      var quick =
          options
              .connection()
              .withTimeouts(
                  Timeouts.DEFAULT
                      .withIdle(Duration.ofMillis(300))
                      .withClose(Duration.ofSeconds(1)));
      var listener = fixture.listen(options.withConnection(quick), recording.around(echo()));
      try (var client = RawClient.tcp(listener.port())) {
        assertEquals("", client.readToEnd());
        assertEquals("idle for 300 ms", recording.onlyReason());
      }
    }
  }

  @Test
  void aMessageOfTheLimitFitsIntoAQueueOfTheLimit() {
    try (var fixture = new HubFixture()) {
      var framing = new LengthFraming(10);
      var options = ListenerOptions.tcp("echo", 0, framing);
      var tight = options.connection().withQueue(10, SlowConsumerPolicy.DISCONNECT);
      var listener = fixture.listen(options.withConnection(tight), echo());
      try (var client = RawClient.tcp(listener.port())) {
        client.write("\0\0\0\n0123456789");
        assertEquals("\0\0\0\n0123456789", new String(client.read(14)));
      }
    }
  }

  @Test
  void drainWaitsAsLongAsItIsTold() throws Exception {
    try (var fixture = new HubFixture()) {
      var held = new CompletableFuture<Delivery>();
      await(MessageService.register(fixture.vertx, "slow", held::complete));
      var options = ListenerOptions.tcp("lines", 0, new LineFraming(100));
      var hasty =
          options
              .connection()
              .withTimeouts(
                  Timeouts.DEFAULT.withIdle(Duration.ZERO).withClose(Duration.ofMillis(1)));
      var listener = fixture.listen(options.withConnection(hasty), fixture.bus("slow"));
      try (var client = RawClient.tcp(listener.port())) {
        client.write("question\n");
        var delivery = get(held);
        var drained = fixture.hub.drain(HubFixture.PATIENCE);
        // Several ticks pass before the answer comes.
        await(fixture.vertx.timer(500, TimeUnit.MILLISECONDS));
        delivery.reply(Buffer.buffer("answer"));
        assertEquals("answer\n", client.readToEnd());
        await(drained);
      }
    }
  }

  @Test
  void resetsAmongManyConnectionsLeaveTheBalanceRight() throws Exception {
    var seed = System.nanoTime();
    var random = new java.util.Random(seed);
    try (var fixture = new HubFixture()) {
      await(MessageService.register(fixture.vertx, "echo", d -> d.reply(d.message())));
      var options = ListenerOptions.tcp("lines", 0, new LineFraming(10_000));
      var listener = fixture.listen(options, fixture.bus("echo"));
      var threads = new ArrayList<Thread>();
      for (var i = 0; i < 100; i++) {
        var lines = 1 + random.nextInt(200);
        var reset = random.nextBoolean();
        threads.add(
            Thread.ofVirtual()
                .start(() -> {
                  var client = RawClient.tcp(listener.port());
                  client.write(("x".repeat(500) + "\n").repeat(lines));
                  client.readLine();
                  if (reset) {
                    client.reset();
                  } else {
                    client.endOutput().readToEnd();
                    client.close();
                  }
                }));
      }
      for (var thread : threads) {
        assertTrue(thread.join(Duration.ofSeconds(20)), "seed " + seed);
      }
      eventually("all closed", () -> fixture.figures("lines").open() == 0);
      assertEquals(100, fixture.figures("lines").opened());
      assertTrue(fixture.figures("lines").in().addsUp(), "seed " + seed);
    }
  }

  static <T> T get(CompletableFuture<T> future) throws Exception {
    return future.get(HubFixture.WAIT_SECONDS, TimeUnit.SECONDS);
  }
}
