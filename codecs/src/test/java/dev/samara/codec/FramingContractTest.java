package dev.samara.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.samara.codec.catalog.Framings;
import dev.samara.codec.raw.RawFraming;
import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every framing of the catalog keeps that keeps the bounds of messages. */
class FramingContractTest {

  private static final int MAX_MESSAGE_BYTES = 200;

  /** The most any of them adds to a message of that length, SLIP with nothing but escapes aside. */
  private static final int MAX_OVERHEAD_BYTES = 16;

  private final long seed = System.nanoTime();
  private final Random random = new Random(seed);

  static Stream<String> names() {
    var withOptions =
        Stream.of(
            "lines:lf",
            "lines:crlf",
            "delimiter:|",
            "delimiter:\\r\\n.\\r\\n",
            "delimiter:\\n\\n",
            "fixed:16",
            "fixed:1",
            "magic:0x53414d41");
    var withoutOptions =
        Framings.names().stream().filter(name -> !name.endsWith(":") && !name.equals("raw"));
    return Stream.concat(withOptions, withoutOptions);
  }

  @ParameterizedTest
  @MethodSource("names")
  void hasItsOwnNameInTheCatalog(String name) {
    var framing = Framings.parse(name, MAX_MESSAGE_BYTES);
    assertEquals(name, framing.name());
    assertEquals(framing, Framings.parse(framing.name(), MAX_MESSAGE_BYTES));
  }

  @ParameterizedTest
  @MethodSource("names")
  void readsWhatItWritesHoweverItIsCut(String name) {
    var framing = Framings.parse(name, MAX_MESSAGE_BYTES);
    for (var i = 0; i < 4; i++) {
      var messages = messages(framing, 6);
      var wire = Vectors.encodeBuffers(framing, messages);
      try {
        Vectors.assertBuffers(framing, wire, messages);
      } catch (AssertionError e) {
        throw new AssertionError("messages of seed " + seed, e);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void stopsExactlyAfterAMessage(String name) {
    var framing = Framings.parse(name, MAX_MESSAGE_BYTES);
    var messages = messages(framing, 6);
    var wire = Vectors.encodeBuffers(framing, messages);
    for (var split = 0; split <= wire.length; split++) {
      var recording = Recording.stopping();
      var decoder = framing.newDecoder();
      var ends = new ArrayList<Integer>();
      var from = 0;
      for (var to : new int[] {split, wire.length}) {
        var piece = Unpooled.wrappedBuffer(wire, from, to - from);
        while (piece.isReadable()) {
          var before = recording.messages().size();
          decoder.decode(piece, recording);
          var now = recording.messages().size() - before;
          assertTrue(now <= 1 && (now == 1 || !piece.isReadable()), "seed " + seed);
          if (now == 1) {
            assertEquals(0, decoder.pendingBytes());
            ends.add(to - piece.readableBytes());
          }
        }
        from = to;
      }
      assertEquals(messages, recording.messages(), "seed " + seed);
      assertEquals(ends(framing, messages), ends, "split at %d, seed %d".formatted(split, seed));
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void leavesTheRestToAnotherFraming(String name) {
    var framing = Framings.parse(name, MAX_MESSAGE_BYTES);
    var message = messages(framing, 1);
    var wire = Unpooled.buffer().writeBytes(Vectors.encodeBuffers(framing, message));
    wire.writeBytes(Vectors.utf8("now something else"));
    var recording = Recording.stopping();
    framing.newDecoder().decode(wire, recording);
    assertEquals(message, recording.messages());
    new RawFraming(100).newDecoder().decode(wire, recording);
    assertEquals("now something else", recording.messages().get(1).toString());
  }

  @ParameterizedTest
  @MethodSource("names")
  void refusesWhatIsTooLongWhetherItIsCompleteOrNot(String name) {
    var framing = Framings.parse(name, MAX_MESSAGE_BYTES);
    if (name.startsWith("fixed")) {
      var other = Buffer.buffer(new byte[framing.maxMessageBytes() + 1]);
      assertThrows(FramingException.class, () -> framing.encodedBytes(other));
      return;
    }
    var larger = Framings.parse(name, 2 * MAX_MESSAGE_BYTES);
    var message = Buffer.buffer("x".repeat(MAX_MESSAGE_BYTES + 3));
    assertThrows(FramingException.class, () -> framing.encodedBytes(message));
    if (name.startsWith("length8")) {
      // Nothing longer can be announced: only its first byte is wrong.
      assertThrows(
          FramingException.class,
          () -> framing.newDecoder().decode(Unpooled.wrappedBuffer(Vectors.hex("ff")), _ -> true));
      return;
    }
    var complete = Vectors.encodeBuffers(larger, List.of(message));
    var incomplete = Arrays.copyOf(complete, complete.length - 2);
    for (var wire : List.of(complete, incomplete)) {
      for (var cuts : List.of(Vectors.whole(wire), Vectors.bytewise(wire))) {
        var decoder = framing.newDecoder();
        var recording = new Recording();
        assertThrows(FramingException.class, () -> Vectors.feed(decoder, wire, cuts, recording));
        decoder.decode(Unpooled.wrappedBuffer(complete), recording);
        assertEquals(List.of(), recording.messages());
        assertEquals(0, decoder.pendingBytes());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void acceptsExactlyTheLimit(String name) {
    var framing = Framings.parse(name, MAX_MESSAGE_BYTES);
    var message = Buffer.buffer("x".repeat(framing.maxMessageBytes()));
    var wire = Vectors.encodeBuffers(framing, List.of(message));
    Vectors.assertBuffers(framing, wire, List.of(message));
  }

  @ParameterizedTest
  @MethodSource("names")
  void holdsNoMoreThanTheLimitOfAnEndlessMessage(String name) {
    var framing = Framings.parse(name, MAX_MESSAGE_BYTES);
    for (var filler : new byte[] {'x', '\r', '\n', '1', 0, -1, (byte) 0xc0, (byte) 0xdb}) {
      var decoder = framing.newDecoder();
      try {
        for (var i = 0; i < 10 * MAX_MESSAGE_BYTES; i++) {
          decoder.decode(Unpooled.wrappedBuffer(new byte[] {filler}), _ -> true);
          var pending = decoder.pendingBytes();
          assertTrue(pending <= MAX_MESSAGE_BYTES + MAX_OVERHEAD_BYTES, pending + " bytes pending");
        }
      } catch (FramingException _) {
        assertEquals(0, decoder.pendingBytes());
      }
    }
  }

  /** Where each message ends on the wire. */
  private static List<Integer> ends(Framing framing, List<Buffer> messages) {
    var ends = new ArrayList<Integer>();
    var at = 0;
    for (var message : messages) {
      at += framing.encodedBytes(message);
      ends.add(at);
    }
    return ends;
  }

  private List<Buffer> messages(Framing framing, int count) {
    var messages = new ArrayList<Buffer>();
    while (messages.size() < count) {
      var message = message(framing);
      try {
        framing.encodedBytes(message);
        messages.add(message);
      } catch (FramingException _) {
        // Not every framing carries every message: the next one.
      }
    }
    return messages;
  }

  /** Some text, or bytes of which many mean something to one framing or another. */
  private Buffer message(Framing framing) {
    var isFixed = framing.name().startsWith("fixed");
    var length = isFixed ? framing.maxMessageBytes() : random.nextInt(30);
    var special = Vectors.hex("00 01 ff c0 db dc dd 0d 0a 2e 7c 2c 3a");
    var bytes = new byte[length];
    random.nextBytes(bytes);
    for (var i = 0; i < length; i++) {
      if (random.nextBoolean()) {
        bytes[i] = special[random.nextInt(special.length)];
      }
    }
    if (random.nextBoolean() && !isFixed) {
      return Buffer.buffer("Grüße, 世界 \uD83C\uDF31\r".substring(random.nextInt(10)));
    }
    return Buffer.buffer(bytes);
  }
}
