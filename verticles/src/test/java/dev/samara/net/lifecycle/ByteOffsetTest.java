package dev.samara.net.lifecycle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.samara.codec.length.LengthFraming;
import dev.samara.net.connection.CloseMode;
import dev.samara.net.connection.ConnectionOptions;
import dev.samara.net.connection.Event;
import dev.samara.net.connection.UndeliveredException;
import dev.samara.net.connection.UndeliveredException.Outcome;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A peer that takes exactly so many bytes, for each number of bytes: what was sent whole counts as
 * flushed, what was sent in part is incomplete, and all the rest comes back in order.
 */
class ByteOffsetTest {

  private static final Duration WITHIN = Duration.ofSeconds(1);

  /** Handed to the link in three writes, 2 + 1 + 2 messages; the last two wait. */
  private static final List<Integer> LENGTHS = List.of(3, 0, 5, 1, 2, 4, 1);

  private static final int HANDED = 5;

  /** How a connection that cannot send everything ends. */
  enum End {
    BREAKS,
    DEADLINE
  }

  static Stream<Arguments> modesAndEnds() {
    return Stream.of(CloseMode.values())
        .flatMap(mode -> Stream.of(End.values()).map(end -> Arguments.of(mode, end)));
  }

  private static long bytesOf(int messages) {
    return LENGTHS.stream().limit(messages).mapToLong(length -> 4 + length).sum();
  }

  private static Buffer message(int number) {
    return Buffer.buffer(("" + number).repeat(LENGTHS.get(number)));
  }

  private final List<Future<Void>> sent = new ArrayList<>();

  @ParameterizedTest
  @MethodSource("modesAndEnds")
  void everyByteDecides(CloseMode mode, End end) {
    for (var bytes = 0L; bytes <= bytesOf(LENGTHS.size()); bytes++) {
      var taken = bytes;
      try (var one = new OneLoop()) {
        one.run(() -> run(one, mode, end, taken));
      }
    }
  }

  private void run(OneLoop one, CloseMode mode, End end, long taken) {
    var link = new StallingLink(3);
    var connection = one.adopt(link, ConnectionOptions.of(new LengthFraming(100)), messages -> {});
    sent.clear();
    for (var i = 0; i < LENGTHS.size(); i++) {
      sent.add(connection.send(message(i)));
      if (i == 1 || i == 2 || i == 4) {
        connection.flushAnswers();
      }
    }
    connection.flushAnswers();
    assertEquals(3, link.held());
    if (mode == CloseMode.NOW) {
      link.take(taken);
      assertInFlight(one, taken);
      connection.close(mode, WITHIN);
    } else {
      connection.close(mode, WITHIN);
      link.take(taken);
      endLate(one, link, end);
    }
    var offered = mode == CloseMode.FINISH_MESSAGE ? HANDED : LENGTHS.size();
    assertOutcomes(one, connection.closed().result(), Math.min(taken, bytesOf(offered)));
  }

  private static void endLate(OneLoop one, StallingLink link, End end) {
    switch (end) {
      case BREAKS -> link.breakDown();
      case DEADLINE -> one.pass(WITHIN.plusSeconds(1));
    }
  }

  private void assertInFlight(OneLoop one, long taken) {
    var out = one.out();
    assertTrue(out.addsUp(), out.toString());
    var flushed = sent.stream().filter(Future::succeeded).count();
    assertEquals(flushed, out.flushed());
    assertEquals(LENGTHS.size() - flushed, out.inFlight());
  }

  private void assertOutcomes(OneLoop one, Event.Disconnected end, long taken) {
    var whole = 0;
    while (whole < LENGTHS.size() && bytesOf(whole + 1) <= taken) {
      whole++;
    }
    var partly = taken > bytesOf(whole) ? 1 : 0;
    var hint = "after %d bytes: ".formatted(taken);
    assertEquals(partly == 1 ? Optional.of(message(whole)) : Optional.empty(), end.incomplete());
    var back = new ArrayList<Buffer>();
    for (var i = 0; i < LENGTHS.size(); i++) {
      var future = sent.get(i);
      assertTrue(future.isComplete(), hint + i + " has no outcome");
      if (i < whole) {
        assertTrue(future.succeeded(), hint + i + ": " + future.cause());
      } else {
        var outcome = ((UndeliveredException) future.cause()).outcome();
        assertEquals(i < whole + partly ? Outcome.INCOMPLETE : Outcome.RETURNED, outcome, hint + i);
      }
      if (i >= whole + partly) {
        back.add(message(i));
      }
    }
    assertEquals(back, end.queued(), hint);
    var out = one.out();
    assertTrue(out.addsUp() && out.inFlight() == 0, hint + out);
    assertEquals(whole, out.flushed(), hint + out);
    assertEquals(partly, out.incomplete(), hint + out);
    assertEquals(back.size(), out.returned(), hint + out);
  }
}
