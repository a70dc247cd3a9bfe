package dev.samara.net.lifecycle;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.samara.codec.line.LineFraming;
import dev.samara.net.connection.ConnectionOptions;
import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How few writes many small messages leave in. */
class CorkTest {

  private final OneLoop one = new OneLoop();
  private final StallingLink link = new StallingLink(100);

  @AfterEach
  void end() {
    one.close();
  }

  @Test
  void theMessagesOfOneTurnLeaveInAsFewWritesAsTheirBytesNeed() {
    var session = new HoldingSession();
    one.run(() -> {
      var connection = one.adopt(link, ConnectionOptions.of(new LineFraming(1_000)), session);
      for (var i = 0; i < 1_000; i++) {
        connection.post(Buffer.buffer("x".repeat(127)));
      }
      assertEquals(0, link.held(), "nothing leaves within the turn");
    });
    one.run(() -> {
      assertEquals(2, link.held(), "128,000 bytes in writes of at most 64 KiB");
      assertEquals(1, link.flushes);
    });
  }

  @Test
  void theAnswersToOneReadLeaveInOneWrite() {
    one.run(() -> {
      var connection =
          one.adopt(link, ConnectionOptions.of(new LineFraming(1_000)), new HoldingSession());
      link.receiver.read(Unpooled.copiedBuffer("a\nb\nc\n", StandardCharsets.UTF_8));
      connection.answer(Buffer.buffer("A"));
      connection.post(Buffer.buffer("B"));
      connection.post(Buffer.buffer("C"));
      assertEquals(0, link.held());
      link.receiver.readComplete();
      assertEquals(1, link.held());
      assertEquals("A\nB\nC\n", link.wire.toString());
    });
  }
}
