package dev.samara.net.lifecycle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.samara.codec.line.LineFraming;
import dev.samara.net.connection.Balance;
import dev.samara.net.connection.CloseMode;
import dev.samara.net.connection.ConnectionOptions;
import dev.samara.net.connection.SlowConsumerPolicy;
import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A peer that does not read, step by step: pressure, policies, and what the session is told. */
class SlowConsumerTest {

  private final OneLoop one = new OneLoop();
  private StallingLink link = new StallingLink(2);
  private final HoldingSession session = new HoldingSession();
  private LiveConnection connection;

  @AfterEach
  void end() {
    one.close();
  }

  private void open(ConnectionOptions options) {
    connection = one.adopt(link, options, session);
  }

  /** A queue with room for six messages of one letter and their line ends. */
  private void openWithSix(SlowConsumerPolicy policy) {
    open(ConnectionOptions.of(new LineFraming(10)).withQueue(12, policy));
    for (var i = 0; i < 6; i++) {
      connection.post(Buffer.buffer("" + i));
      if (i == 1 || i == 3) {
        connection.flushAnswers();
      }
    }
    assertEquals(2, link.held());
  }

  private void takeAll() {
    link.take(1_000);
    link.take(1_000);
  }

  @Test
  void rejectGivesTheNewMessageBack() {
    one.run(() -> {
      openWithSix(SlowConsumerPolicy.REJECT);
      connection.post(Buffer.buffer("6"));
      assertEquals(
          List.of("rejected 6: the peer does not read and its queue is full"), session.told);
      takeAll();
      assertEquals("0\n1\n2\n3\n4\n5\n", link.wire.toString());
      assertEquals(new Balance(7, 6, 0, 0, 1, 0, 0), one.out());
    });
  }

  @Test
  void dropOldestKeepsThePresent() {
    one.run(() -> {
      openWithSix(SlowConsumerPolicy.DROP_OLDEST);
      connection.post(Buffer.buffer("6"));
      assertEquals(List.of("rejected 4: dropped to make room for newer messages"), session.told);
      takeAll();
      assertEquals("0\n1\n2\n3\n5\n6\n", link.wire.toString());
      assertEquals(new Balance(7, 6, 0, 1, 0, 0, 0), one.out());
    });
  }

  @Test
  void dropNewestKeepsTheBeginningAndTheLatest() {
    one.run(() -> {
      openWithSix(SlowConsumerPolicy.DROP_NEWEST);
      connection.post(Buffer.buffer("6"));
      connection.post(Buffer.buffer("7"));
      assertEquals(
          List.of(
              "rejected 5: dropped to make room for newer messages",
              "rejected 6: dropped to make room for newer messages"),
          session.told);
      takeAll();
      assertEquals("0\n1\n2\n3\n4\n7\n", link.wire.toString());
      assertEquals(new Balance(8, 6, 0, 2, 0, 0, 0), one.out());
    });
  }

  @Test
  void nothingIsDroppedForAMessageThatStillDoesNotFit() {
    one.run(() -> {
      openWithSix(SlowConsumerPolicy.DROP_OLDEST);
      connection.post(Buffer.buffer("too long"));
      var out = one.out();
      assertTrue(out.addsUp(), out.toString());
      assertEquals(1, out.rejected());
    });
  }

  @Test
  void disconnectEndsTheConnectionAndGivesEverythingBack() {
    one.run(() -> {
      openWithSix(SlowConsumerPolicy.DISCONNECT);
      link.take(3);
      connection.post(Buffer.buffer("6"));
      assertEquals(List.of("0"), texts(one.out().flushed()));
      var end = connection.closed().result();
      assertEquals("the peer does not read and its queue is full", end.reason());
      assertEquals(Buffer.buffer("1"), end.incomplete().orElseThrow());
      assertEquals(4, end.queued().size());
      assertEquals(new Balance(7, 1, 1, 4, 1, 0, 0), one.out());
    });
  }

  /** The first so many numbers. */
  private static List<String> texts(long count) {
    return java.util.stream.LongStream.range(0, count).mapToObj(Long::toString).toList();
  }

  @Test
  void readingStopsAtAQuarterOfTheQueueAndGoesOnAtHalfOfThat() {
    one.run(() -> {
      link = new StallingLink(100);
      open(ConnectionOptions.of(new LineFraming(100)).withQueue(400, SlowConsumerPolicy.REJECT));
      send(10, 9); // 100 bytes
      assertEquals(List.of(), link.reads);
      send(1, 0);
      assertEquals(List.of(false), link.reads);
      link.take(50);
      assertEquals(List.of(false), link.reads, "51 bytes are left");
      link.take(10);
      assertEquals(List.of(false, true), link.reads);
      takeAll();
      assertEquals(List.of(false, true), link.reads);
    });
  }

  /** Sends messages of so many letters, each written by itself. */
  private void send(int messages, int letters) {
    for (var i = 0; i < messages; i++) {
      connection.post(Buffer.buffer("x".repeat(letters)));
      connection.flushAnswers();
    }
  }

  @Test
  void readingStopsWhenTheRouteHoldsTooMuchAndGoesOnAtHalfOfThat() {
    one.run(() -> {
      open(ConnectionOptions.of(new LineFraming(100)).withCredit(4, 1_000));
      read("a\nb\nc\nd\n");
      assertEquals(List.of(), link.reads);
      read("e\n");
      assertEquals(List.of(false), link.reads);
      connection.handled(2);
      assertEquals(List.of(false), link.reads, "three are held");
      connection.handled(1);
      assertEquals(List.of(false, true), link.reads);
      read("x".repeat(100) + "\n");
      connection.close(CloseMode.NOW);
    });
  }

  private void read(String text) {
    link.receiver.read(Unpooled.copiedBuffer(text, StandardCharsets.UTF_8));
    link.receiver.readComplete();
  }

  @Test
  void theEndOfTheOutputIsToldOnceAndNotWhileClosing() {
    one.run(() -> {
      openWithSix(SlowConsumerPolicy.REJECT);
      link.take(8);
      assertEquals(List.of(), session.told, "two still wait");
      link.take(4);
      assertEquals(List.of("empty"), session.told);
      connection.post(Buffer.buffer("7"));
      connection.flushAnswers();
      connection.close(CloseMode.NOW);
      assertEquals(2, session.told.size(), session.told.toString());
      assertTrue(session.told.getLast().startsWith("closed"));
    });
  }

  @Test
  void aMessageThatIsTooLongOrTooLateIsToldAndCounted() {
    one.run(() -> {
      open(ConnectionOptions.of(new LineFraming(10)));
      var tooLong = connection.send(Buffer.buffer("x".repeat(11)));
      assertTrue(tooLong.failed());
      assertTrue(session.told.getLast().startsWith("rejected xxxxxxxxxxx: "), session.told + "");
      connection.close(CloseMode.DRAIN);
      var late = connection.send(Buffer.buffer("late"));
      assertTrue(late.failed());
      assertEquals("rejected late: the connection is closed: closed", session.told.getLast());
      assertEquals(new Balance(2, 0, 0, 0, 2, 0, 0), one.out());
    });
  }
}
