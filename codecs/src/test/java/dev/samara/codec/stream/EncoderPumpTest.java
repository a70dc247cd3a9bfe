package dev.samara.codec.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EncoderPumpTest {

  /** Takes a number of bytes and is full then. */
  private static final class Taking implements EncoderPump.Sink<String> {
    final StringBuilder bytes = new StringBuilder();
    final List<String> events = new ArrayList<>();
    int room = Integer.MAX_VALUE;

    @Override
    public boolean bytes(Buffer piece) {
      bytes.append(piece);
      room -= piece.length();
      return room > 0;
    }

    @Override
    public void sent(String value) {
      events.add("sent " + value);
    }

    @Override
    public void failed(String value, CodecException failure, boolean broken) {
      events.add((broken ? "broken " : "failed ") + value + ": " + failure.getMessage());
    }
  }

  private final Words words = new Words();
  private final Taking sink = new Taking();
  private final EncoderPump<String> pump = new EncoderPump<>(words, Runnable::run, 5, sink);

  @Test
  void sendsInOrder() {
    assertTrue(pump.send("one"));
    assertTrue(pump.send("t+wo"));
    assertEquals("one.two.", sink.bytes.toString());
    assertEquals(List.of("sent one", "sent t+wo"), sink.events);
    assertEquals(0, pump.queued());
  }

  @Test
  void waitsForASuspendedEncoder() {
    pump.send("o~ne");
    pump.send("two");
    assertEquals("o", sink.bytes.toString());
    assertEquals(2, pump.queued());
    pump.resume();
    assertEquals("o", sink.bytes.toString());
    words.waiting.remove().complete();
    assertEquals("one.two.", sink.bytes.toString());
  }

  @Test
  void stopsWhereverTheSinkIsFull() {
    for (var room = 1; room <= 8; room++) {
      var taking = new Taking();
      taking.room = room;
      var stopping = new EncoderPump<>(words, Runnable::run, 5, taking);
      stopping.send("one");
      stopping.send("two");
      assertEquals("one.two.".substring(0, room), taking.bytes.toString());
      taking.room = 100;
      stopping.resume();
      assertEquals("one.two.", taking.bytes.toString());
      assertEquals(List.of("sent one", "sent two"), taking.events);
    }
  }

  @Test
  void saysWhatWasNotSentAtEachByte() {
    for (var room = 1; room <= 8; room++) {
      sink.room = room;
      var closing = new EncoderPump<>(words, Runnable::run, 5, sink);
      closing.send("one");
      closing.send("two");
      closing.send("three");
      // The dot has left, but nobody has asked the encoder whether that was all.
      var incomplete = Optional.of(room <= 4 ? "one" : "two");
      var queued = room <= 4 ? List.of("two", "three") : List.of("three");
      assertEquals(new EncoderPump.Unsent<>(incomplete, queued), closing.close());
      assertEquals(new EncoderPump.Unsent<>(Optional.empty(), List.of()), closing.close());
      assertFalse(closing.send("four"));
    }
  }

  @Test
  void aMessageNotBegunIsQueued() {
    pump.send("~one");
    pump.send("two");
    assertEquals(new EncoderPump.Unsent<>(Optional.empty(), List.of("~one", "two")), pump.close());
    assertEquals(List.of("~one"), words.closed);
    words.waiting.remove().complete();
    assertEquals("", sink.bytes.toString());
  }

  @Test
  void rejectsBeyondItsLimit() {
    assertTrue(pump.send("~1"));
    for (var word : List.of("2", "3", "4", "5")) {
      assertTrue(pump.send(word));
    }
    assertFalse(pump.send("6"));
    words.waiting.remove().complete();
    assertEquals("1.2.3.4.5.", sink.bytes.toString());
    assertTrue(pump.send("6"));
  }

  @Test
  void aFailureBeforeTheFirstByteCostsOneMessage() {
    pump.send("!!");
    pump.send("!");
    pump.send("+-");
    pump.send("~");
    pump.send("two");
    words.waiting.remove().fail(CodecException.invalid("gone"));
    assertEquals("two.", sink.bytes.toString());
    assertEquals(
        List.of(
            "failed !!: a word that cannot be",
            "failed !: an exclamation",
            "failed +-: the codec failed: no luck",
            "failed ~: gone",
            "sent two"),
        sink.events);
    assertEquals(List.of("!", "+-", "~"), words.closed);
  }

  @Test
  void aFailureInAMessageBreaksTheStream() {
    pump.send("o~ne");
    pump.send("two");
    words.waiting.remove().fail("no luck");
    assertEquals(List.of("broken o~ne: the codec failed: no luck"), sink.events);
    assertEquals("o", sink.bytes.toString());
    assertFalse(pump.send("three"));
    assertEquals(List.of("o~ne"), words.closed);
    assertEquals(new EncoderPump.Unsent<>(Optional.empty(), List.of("two")), pump.close());
  }

  @Test
  void aSinkThatThrowsEndsThePump() {
    var throwing =
        new EncoderPump<>(
            words,
            Runnable::run,
            5,
            new EncoderPump.Sink<String>() {
              @Override
              public boolean bytes(Buffer bytes) {
                throw new IllegalArgumentException();
              }

              @Override
              public void sent(String value) {}

              @Override
              public void failed(String value, CodecException failure, boolean broken) {}
            });
    assertThrows(IllegalArgumentException.class, () -> throwing.send("one"));
    assertFalse(throwing.send("two"));
    assertEquals(new EncoderPump.Unsent<>(Optional.of("one"), List.of()), throwing.close());
  }

  @Test
  void suspensionsDoNotUseUpTheStack() {
    pump.send("+".repeat(300_000));
    pump.send("~".repeat(100_000));
    while (!words.waiting.isEmpty()) {
      words.waiting.remove().complete();
    }
    assertEquals("..", sink.bytes.toString());
  }

  @Test
  void checksItsLimit() {
    assertThrows(
        IllegalArgumentException.class, () -> new EncoderPump<>(words, Runnable::run, 0, sink));
  }
}
