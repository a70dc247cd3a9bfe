package dev.samara.net.lifecycle;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.samara.codec.line.LineFraming;
import dev.samara.net.connection.ConnectionOptions;
import dev.samara.net.connection.Timeouts;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** How long a message may take to arrive, by the test's clock. */
class ReadLimitTest {

  private static final ConnectionOptions OPTIONS =
      ConnectionOptions.of(new LineFraming(100))
          .withTimeouts(Timeouts.DEFAULT.withRead(Duration.ofSeconds(2)));

  private static void read(LiveConnection connection, String text) {
    connection.receiver().read(Unpooled.copiedBuffer(text, StandardCharsets.UTF_8));
    connection.receiver().readComplete();
  }

  @Test
  void countsFromTheFirstByteOfAMessageHoweverItDribbles() {
    try (var one = new OneLoop()) {
      one.run(() -> {
        var connection = one.adopt(new StallingLink(3), OPTIONS, messages -> {});
        read(connection, "whole\ndri");
        one.pass(Duration.ofSeconds(1));
        read(connection, "bb");
        one.pass(Duration.ofMillis(1_900));
        assertEquals(State.OPEN, connection.engine().life().state());
        one.pass(Duration.ofMillis(2_100));
        assertEquals(
            "a message did not arrive within 2000 ms", connection.engine().life().reason());
      });
    }
  }

  @Test
  void betweenMessagesThereIsNoLimit() {
    try (var one = new OneLoop()) {
      one.run(() -> {
        var connection = one.adopt(new StallingLink(3), OPTIONS, messages -> {});
        read(connection, "whole\n");
        one.pass(Duration.ofMinutes(5));
        assertEquals(State.OPEN, connection.engine().life().state());
        // The limit begins with the message, not with the one before.
        read(connection, "next");
        one.pass(Duration.ofMinutes(5).plusSeconds(1));
        assertEquals(State.OPEN, connection.engine().life().state());
        one.pass(Duration.ofMinutes(5).plusSeconds(3));
        assertEquals(
            "a message did not arrive within 2000 ms", connection.engine().life().reason());
      });
    }
  }
}
