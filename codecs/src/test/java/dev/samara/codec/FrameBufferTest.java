package dev.samara.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.samara.codec.parse.FrameBuffer;
import dev.samara.codec.parse.FrameParser;
import dev.samara.codec.parse.ParsedFraming;
import dev.samara.codec.parse.ParserDecoder;
import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** The parse buffer, through the decoder that fills it. */
class FrameBufferTest {

  /** Shows the buffer as it is when all pieces have arrived. */
  private static void look(List<String> pieces, Consumer<FrameBuffer> check) {
    var last = String.join("", pieces).length();
    var looks = new ArrayList<Integer>();
    var decoder =
        new ParserDecoder(
            buffer -> {
              if (buffer.need(last)) {
                looks.add(buffer.length());
                check.accept(buffer);
              }
              return Optional.empty();
            },
            100,
            0);
    for (var piece : pieces) {
      decoder.decode(Unpooled.wrappedBuffer(Vectors.utf8(piece)), _ -> true);
    }
    assertTrue(looks.contains(last), "not looked at");
  }

  @Test
  void findsFromBothEnds() {
    for (var pieces : List.of(List.of("abcabcab"), List.of("ab", "cab", "cab"))) {
      look(
          pieces,
          buffer -> {
            assertEquals(8, buffer.length());
            assertEquals(2, buffer.find('c'));
            assertEquals(5, buffer.rfind('c'));
            assertEquals(2, buffer.find(Vectors.utf8("cab")));
            assertEquals(5, buffer.rfind(Vectors.utf8("cab")));
            assertEquals(0, buffer.find(Vectors.utf8("abcabcab")));
            assertEquals(-1, buffer.find(Vectors.utf8("abcabcabc")));
            assertEquals(-1, buffer.rfind(Vectors.utf8("abcabcabc")));
            assertEquals(-1, buffer.find('x'));
            assertEquals(-1, buffer.find('x'));
            assertEquals(4, buffer.find(Vectors.utf8("b"), 2));
            assertEquals(7, buffer.find(Vectors.utf8("b"), 5));
            assertEquals(1, buffer.find(Vectors.utf8("b"), 0));
            assertEquals(4, buffer.find(Vectors.utf8("b"), 4));
            assertEquals(-1, buffer.find(Vectors.utf8("b"), 8));
            assertEquals(-1, buffer.find(Vectors.utf8("b"), 80));
            assertEquals(1, buffer.find(Vectors.utf8("b")));
            assertEquals(-1, buffer.rfind('x'));
          });
    }
  }

  @Test
  void looksAndTakes() {
    look(
        List.of("\u0001\u0002a", "bcdef"),
        buffer -> {
          assertEquals(1, buffer.peek(0));
          assertEquals(0x0102, buffer.peekNumber(0, 2));
          assertEquals(0x0102616263646566L, buffer.peekNumber(0, 8));
          assertEquals("bcd", buffer.peekText(3, 6));
          assertThrows(IndexOutOfBoundsException.class, () -> buffer.peek(8));
          assertThrows(IndexOutOfBoundsException.class, () -> buffer.peek(-1));
          assertThrows(IndexOutOfBoundsException.class, () -> buffer.peekNumber(7, 2));
          assertThrows(IndexOutOfBoundsException.class, () -> buffer.peekText(7, 9));
          assertThrows(IndexOutOfBoundsException.class, () -> buffer.consume(9));
          assertThrows(IndexOutOfBoundsException.class, () -> buffer.discard(-1));
          buffer.discard(2);
          assertEquals(Buffer.buffer("abc"), buffer.consume(3));
          assertEquals(0, buffer.find('d'));
          assertEquals(3, buffer.length());
          buffer.discard(3);
        });
  }

  @Test
  void readsDecimalNumbers() {
    look(
        List.of("042x1234567890"),
        buffer -> {
          assertEquals(42, buffer.peekDecimal(0, 3));
          assertEquals(123_456_789, buffer.peekDecimal(4, 13));
          assertThrows(FramingException.class, () -> buffer.peekDecimal(0, 4));
          assertThrows(FramingException.class, () -> buffer.peekDecimal(4, 14));
          assertThrows(FramingException.class, () -> buffer.peekDecimal(1, 1));
          assertThrows(IndexOutOfBoundsException.class, () -> buffer.peekDecimal(10, 15));
        });
  }

  @Test
  void goesOnLookingWhereItWas() {
    // A delimiter that straddles reads, after starts of it that lead nowhere.
    FrameParser parser = buffer -> until(buffer, "\r\n\r\n");
    var framing = new ParsedFraming("blocks", 50, 0, () -> parser);
    Vectors.assertMessages(
        framing,
        Vectors.utf8("a\r\n\rb\r\r\n\r\n\r\n\r\nlast\r\n\r\n"),
        List.of("a\r\n\rb\r\r\n\r\n", "\r\n\r\n", "last\r\n\r\n"));
  }

  private static Optional<Buffer> until(FrameBuffer buffer, String end) {
    var at = buffer.find(Vectors.utf8(end));
    return at < 0 ? Optional.empty() : Optional.of(buffer.consume(at + end.length()));
  }

  @Test
  void isNotAskedBeforeWhatIsNeededIsThere() {
    var calls = new ArrayList<Integer>();
    FrameParser parser =
        buffer -> {
          calls.add(buffer.length());
          if (!buffer.need(1) || !buffer.need(buffer.peek(0))) {
            return Optional.empty();
          }
          return Optional.of(buffer.consume(buffer.peek(0)));
        };
    var wire = Buffer.buffer(new byte[] {20}).appendString("x".repeat(19)).getBytes();
    var recording = new Recording();
    Vectors.feed(new ParserDecoder(parser, 20, 0), wire, Vectors.bytewise(wire), recording);
    assertEquals(List.of(1, 20), calls);
    assertEquals(1, recording.messages().size());
  }

  @Test
  void refusesToNeedMoreThanTheLimit() {
    Vectors.assertFault(
        new ParsedFraming("counted", 20, 0, () -> buffer -> Optional.of(taken(buffer))),
        new byte[] {21},
        List.of(),
        "a message longer than 20 bytes");
  }

  private static Buffer taken(FrameBuffer buffer) {
    buffer.need(buffer.peek(0));
    return buffer.consume(buffer.peek(0));
  }

  @Test
  void refusesAMessageThatIsTooLongAlsoIfTheParserDoesNot() {
    var framing = new ParsedFraming("blocks", 3, 2, () -> buffer -> until(buffer, "."));
    Vectors.assertMessages(framing, Vectors.utf8("ab.c."), List.of("ab.", "c."));
    Vectors.assertFault(
        framing, Vectors.utf8("a.abc."), List.of("a."), "a message longer than 3 bytes");
    Vectors.assertFault(framing, Vectors.utf8("abcde"), List.of(), "a message longer than 3 bytes");
  }

  @Test
  void skipsWhatAParserTakesWithoutAMessage() {
    FrameParser parser =
        buffer -> {
          if (buffer.peek(0) == ' ') {
            buffer.discard(1);
            return Optional.empty();
          }
          return until(buffer, ".");
        };
    var framing = new ParsedFraming("words", 10, 0, () -> parser);
    // A loop, not a recursion: twenty thousand of them leave the stack as it is.
    var wire = Vectors.utf8(" ".repeat(20_000) + "a. b." + ".".repeat(20_000));
    var messages = Vectors.decode(framing, wire, Vectors.whole(wire));
    assertEquals(20_002, messages.size());
    Vectors.assertMessages(framing, Vectors.utf8("  a.  b. "), List.of("a.", "b."));
  }

  @Test
  void doesNotLoopWithAParserThatTakesNothing() {
    var decoder = new ParserDecoder(_ -> Optional.of(Buffer.buffer()), 10, 0);
    var in = Unpooled.wrappedBuffer(Vectors.utf8("a"));
    assertThrows(IllegalStateException.class, () -> decoder.decode(in, _ -> true));
  }

  @Test
  void checksItsLimits() {
    FrameParser parser = _ -> Optional.empty();
    assertThrows(IllegalArgumentException.class, () -> new ParserDecoder(parser, 0, 0));
    assertThrows(IllegalArgumentException.class, () -> new ParserDecoder(parser, 1, -1));
    assertThrows(IllegalArgumentException.class, () -> new ParsedFraming("p", 0, 0, () -> parser));
    var framing = new ParsedFraming("p", 3, 0, () -> parser);
    assertThrows(FramingException.class, () -> framing.encodedBytes(Buffer.buffer("abcd")));
    assertEquals("abc", Buffer.buffer(Vectors.encode(framing, List.of("abc"))).toString());
  }
}
