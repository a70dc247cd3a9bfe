package dev.samara.net;

import static dev.samara.net.HubFixture.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.samara.codec.line.LineFraming;
import dev.samara.net.connection.CloseMode;
import dev.samara.net.connection.Connection;
import dev.samara.net.route.ConnectionHandler;
import dev.samara.net.route.Routes;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** The end of a connection whose peer has not ended its own side. */
class CloseInOrderTest {

  /** Much less than the time limit of the close, which is not what ends it. */
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private static ListenerOptions lines() {
    var options = ListenerOptions.tcp("lines", 0, new LineFraming(64 * 1024));
    return options.withConnection(options.connection().withTimeouts(HubFixture.PATIENT));
  }

  @Test
  void aPeerThatStillSendsIsNotReset() {
    ConnectionHandler handler =
        new ConnectionHandler() {
          @Override
          public void message(Connection connection, Buffer message) {
            connection.post(Buffer.buffer("goodbye"));
            connection.close(CloseMode.DRAIN);
          }
        };
    try (var fixture = new HubFixture()) {
      var listener = fixture.listen(lines(), Routes.handler(() -> handler));
      try (var client = RawClient.tcp(listener.port())) {
        client.write("first\n");
        var said = new String(client.readToEndBytes(), StandardCharsets.UTF_8);
        assertEquals("goodbye\n", said);
        // A socket that is closed already would answer this with a reset, and fail here.
        for (var i = 0; i < 16; i++) {
          client.write("more\n".repeat(50_000));
        }
      }
    }
  }

  @Test
  void aPeerThatNeverEndsIsNotWaitedForLong() throws Exception {
    var accepted = new CompletableFuture<Connection>();
    ConnectionHandler handler =
        new ConnectionHandler() {
          @Override
          public void connected(Connection connection) {
            accepted.complete(connection);
          }

          @Override
          public void message(Connection connection, Buffer message) {
            // The peer is silent.
          }
        };
    try (var fixture = new HubFixture()) {
      var listener = fixture.listen(lines(), Routes.handler(() -> handler));
      try (var _ = RawClient.tcp(listener.port())) {
        var connection = FaultTest.get(accepted);
        var start = System.nanoTime();
        var ended = await(connection.close(CloseMode.DRAIN));
        assertEquals("closed", ended.reason());
        assertTrue(System.nanoTime() - start < LIMIT.toNanos());
      }
    }
  }
}
