package dev.samara.net.lifecycle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.samara.codec.length.LengthFraming;
import dev.samara.net.connection.Balance;
import dev.samara.net.connection.CloseMode;
import dev.samara.net.connection.ConnectionOptions;
import dev.samara.net.connection.SlowConsumerPolicy;
import dev.samara.net.connection.UndeliveredException;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whoever learns what became of a message may act at once: send, close, look. */
class ReentrancyTest {

  private final OneLoop one = new OneLoop();
  private final StallingLink link = new StallingLink(2);
  private LiveConnection connection;

  @AfterEach
  void end() {
    one.close();
  }

  private static Buffer message(int number) {
    return Buffer.buffer("" + number);
  }

  private void open(ConnectionOptions options) {
    connection = one.adopt(link, options, messages -> {});
  }

  private void open() {
    open(ConnectionOptions.of(new LengthFraming(100)));
  }

  /** Two writes of two messages each are with the link, two messages wait. */
  private List<Future<Void>> sendSix() {
    var sent = new ArrayList<Future<Void>>();
    for (var i = 0; i < 6; i++) {
      sent.add(connection.send(message(i)));
      if (i % 2 == 1) {
        connection.flushAnswers();
      }
    }
    assertEquals(2, link.held());
    return sent;
  }

  private static String outcome(Future<Void> sent) {
    if (!sent.isComplete()) {
      return "none";
    }
    return sent.succeeded() ? "flushed" : ((UndeliveredException) sent.cause()).outcome().name();
  }

  @Test
  void aMessageThatComesBackMaySentAgainWhileTheConnectionCloses() {
    one.run(() -> {
      open();
      var sent = sendSix();
      var again = new ArrayList<Future<Void>>();
      sent.forEach(each -> each.onFailure(_ -> again.add(connection.send(Buffer.buffer("again")))));
      connection.close(CloseMode.FINISH_MESSAGE, Duration.ofSeconds(1));
      link.take(1_000);
      assertEquals(2, again.size());
      again.forEach(each -> assertEquals("REJECTED", outcome(each)));
      assertEquals(new Balance(8, 4, 0, 2, 2, 0, 0), one.out());
      assertEquals(2, connection.closed().result().queued().size());
    });
  }

  @Test
  void aReceiptMayCloseTheConnection() {
    one.run(() -> {
      open();
      var sent = sendSix();
      sent.getFirst().onSuccess(_ -> connection.close(CloseMode.NOW));
      link.take(10);
      var outcomes = sent.stream().map(ReentrancyTest::outcome).toList();
      assertEquals(
          List.of("flushed", "flushed", "RETURNED", "RETURNED", "RETURNED", "RETURNED"), outcomes);
      var back = IntStream.range(2, 6).mapToObj(ReentrancyTest::message).toList();
      assertEquals(back, connection.closed().result().queued());
      assertEquals(new Balance(6, 2, 0, 4, 0, 0, 0), one.out());
    });
  }

  @Test
  void theEquationHoldsWheneverSomebodyLooks() {
    one.run(() -> {
      open();
      var seen = new ArrayList<Balance>();
      sendSix().forEach(each -> each.onComplete(_ -> seen.add(one.out())));
      link.take(13);
      link.breakDown();
      assertEquals(6, seen.size());
      seen.forEach(balance -> assertTrue(balance.addsUp(), balance.toString()));
    });
  }

  @Test
  void aMessageSentAsTheConnectionEndsIsCountedOnce() {
    one.run(() -> {
      open();
      var sent = sendSix();
      sent.getLast().onFailure(_ -> connection.post(Buffer.buffer("late")));
      link.breakDown();
      assertEquals(new Balance(7, 0, 0, 6, 1, 0, 0), one.out());
    });
  }

  @Test
  void aMessageThatMadeRoomMayComeAgainAtOnce() {
    one.run(() -> {
      open(
          ConnectionOptions.of(new LengthFraming(20))
              .withQueue(30, SlowConsumerPolicy.DROP_OLDEST));
      var sent = sendSix(); // 30 bytes
      var again = new ArrayList<Future<Void>>();
      sent.get(4).onFailure(_ -> again.add(connection.send(Buffer.buffer("4"))));
      connection.post(message(6));
      assertEquals("RETURNED", outcome(sent.get(4)));
      link.take(1_000);
      link.take(1_000);
      assertEquals(1, again.size());
      var out = one.out();
      assertTrue(out.addsUp() && out.inFlight() == 0, out.toString());
      assertEquals(8, out.accepted());
    });
  }
}
