package dev.samara.net;

import static dev.samara.net.HubFixture.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.samara.codec.length.LengthFraming;
import dev.samara.codec.line.LineFraming;
import dev.samara.net.connection.Connection;
import dev.samara.net.connection.SlowConsumerPolicy;
import dev.samara.net.connection.Timeouts;
import dev.samara.net.connection.UndeliveredException;
import dev.samara.net.connection.UndeliveredException.Outcome;
import dev.samara.net.route.ConnectionHandler;
import dev.samara.net.route.Routes;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Limits for reads, writes, silence and single messages, and how they change at run time. */
@Timeout(60)
class TimeLimitTest {

  private static final Duration SHORT = Duration.ofMillis(200);

  /** Answers nothing, and gives its connection away. */
  private static final class Quiet implements ConnectionHandler {
    final CompletableFuture<Connection> connection = new CompletableFuture<>();
    int pings;
    boolean pinging;

    @Override
    public void connected(Connection opened) {
      connection.complete(opened);
    }

    @Override
    public void message(Connection from, Buffer message) {}

    @Override
    public boolean idle(Connection silent) {
      pings++;
      if (pinging) {
        silent.post(Buffer.buffer("ping"));
      }
      return pinging && pings < 3;
    }
  }

  private static ListenerOptions lines(Timeouts timeouts) {
    var options = ListenerOptions.tcp("lines", 0, new LineFraming(100));
    return options.withConnection(options.connection().withTimeouts(timeouts));
  }

  @Test
  void aMessageThatTakesTooLongClosesTheConnectionHoweverItDribbles() {
    try (var fixture = new HubFixture()) {
      var quiet = new Quiet();
      var timeouts = Timeouts.DEFAULT.withRead(SHORT);
      var listener = fixture.listen(lines(timeouts), Routes.handler(() -> quiet));
      try (var client = RawClient.tcp(listener.port())) {
        client.write("whole\ndri");
        var connection = quiet.connection.join();
        assertEquals("", client.readToEnd());
        assertEquals("a message did not arrive within 200 ms", await(connection.closed()).reason());
      }
    }
  }

  @Test
  void aPeerThatAcceptsNothingIsCutAndGivesBackTheRest() {
    try (var fixture = new HubFixture()) {
      var quiet = new Quiet();
      var options = ListenerOptions.tcp("stuck", 0, new LengthFraming(1 << 20));
      var connectionOptions =
          options
              .connection()
              .withTimeouts(Timeouts.DEFAULT.withWrite(SHORT))
              .withQueue(1L << 30, SlowConsumerPolicy.REJECT);
      var listener =
          fixture.listen(options.withConnection(connectionOptions), Routes.handler(() -> quiet));
      try (var client = RawClient.tcp(listener.port())) {
        var connection = quiet.connection.join();
        for (var i = 0; i < 50; i++) {
          connection.post(Buffer.buffer(new byte[1 << 20]));
        }
        var end = await(connection.closed());
        assertEquals("the peer accepted nothing for 200 ms", end.reason());
        var out = fixture.figures("stuck").out();
        assertEquals(50, out.accepted());
        assertEquals(end.queued().size(), out.returned());
        assertTrue(out.returned() > 0, out.toString());
        assertTrue(client.readToEndBytes().length > 0);
      }
    }
  }

  @Test
  void aSilentPeerIsKeptAsLongAsItsHandlerSaysSo() {
    try (var fixture = new HubFixture()) {
      var quiet = new Quiet();
      quiet.pinging = true;
      var listener =
          fixture.listen(lines(Timeouts.DEFAULT.withIdle(SHORT)), Routes.handler(() -> quiet));
      try (var client = RawClient.tcp(listener.port())) {
        assertEquals("ping\nping\nping\n", client.readToEnd());
      }
      assertEquals(3, quiet.pings);
    }
  }

  @Test
  void limitsChangeAtRunTime() {
    try (var fixture = new HubFixture()) {
      var quiet = new Quiet();
      var listener = fixture.listen(lines(Timeouts.DEFAULT), Routes.handler(() -> quiet));
      try (var client = RawClient.tcp(listener.port())) {
        var connection = quiet.connection.join();
        connection.timeouts(Timeouts.DEFAULT.withIdle(SHORT));
        assertEquals("", client.readToEnd());
        assertEquals("idle for 200 ms", await(connection.closed()).reason());
      }
    }
  }

  @Test
  void aMessageExpiresThatCouldNotBeginInItsTime() {
    try (var fixture = new HubFixture()) {
      var quiet = new Quiet();
      var options = ListenerOptions.tcp("stuck", 0, new LengthFraming(1 << 20));
      var patient = options.connection().withQueue(1L << 30, SlowConsumerPolicy.REJECT);
      var listener = fixture.listen(options.withConnection(patient), Routes.handler(() -> quiet));
      try (var client = RawClient.tcp(listener.port())) {
        var connection = quiet.connection.join();
        for (var i = 0; i < 30; i++) {
          connection.post(Buffer.buffer(new byte[1 << 20]));
        }
        var late = connection.send(Buffer.buffer("late"), SHORT);
        var failure = assertThrows(UndeliveredException.class, () -> await(late));
        assertEquals(Outcome.EXPIRED, failure.outcome());
        assertEquals(1, fixture.figures("stuck").out().expired());
        client.read(30 * ((1 << 20) + 4));
        assertEquals(30, await(sentAfterAll(connection, fixture)));
      }
    }
  }

  private static io.vertx.core.Future<Long> sentAfterAll(
      Connection connection, HubFixture fixture) {
    return connection
        .send(Buffer.buffer(""))
        .map(_ -> fixture.hub)
        .compose(hub -> hub.figures())
        .map(figures -> figures.get("stuck").out().flushed() - 1);
  }

  @Test
  void limitsAreChecked() {
    var refused =
        assertThrows(
            IllegalArgumentException.class, () -> Timeouts.DEFAULT.withRead(Duration.ofMillis(-1)));
    assertEquals("readTimeout: -1 ms (expected: 0 to 365 days)", refused.getMessage());
  }
}
