package dev.samara.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.samara.codec.length.LengthFraming;
import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class LengthFramingTest {

  private final LengthFraming framing = new LengthFraming(300_000);

  @Test
  void readsWhatItWrites() {
    var messages = List.of("hello", "", "x", "ä".repeat(70));
    Vectors.assertMessages(framing, Vectors.encode(framing, messages), messages);
  }

  @Test
  void writesTheLengthInNetworkOrder() {
    assertArrayEquals(
        HexFormat.of().parseHex("0000000568656c6c6f"), Vectors.encode(framing, List.of("hello")));
  }

  @Test
  void readsMessagesLargerThanTheFirstAllocation() {
    var message = "0123456789".repeat(20_000);
    var decoder = framing.newDecoder();
    var wire = Unpooled.wrappedBuffer(Vectors.encode(framing, List.of(message)));
    var lengths = new java.util.ArrayList<Integer>();
    while (wire.isReadable()) {
      decoder.decode(
          wire.readSlice(Math.min(7_919, wire.readableBytes())),
          frame -> {
            assertEquals(message, frame.toString());
            return lengths.add(frame.length());
          });
    }
    assertEquals(List.of(200_000), lengths);
  }

  @Test
  void acceptsExactlyTheLimit() {
    var exact = new LengthFraming(3);
    Vectors.assertMessages(exact, Vectors.encode(exact, List.of("abc")), List.of("abc"));
  }

  @Test
  void refusesALengthBeyondTheLimitBeforeTheBodyArrives() {
    var small = new LengthFraming(3);
    Vectors.assertFault(
        small,
        HexFormat.of().parseHex("000000016100000004"),
        List.of("a"),
        "message length: 4 bytes (expected: <= 3)");
  }

  @Test
  void readsTheLengthAsUnsigned() {
    Vectors.assertFault(
        framing,
        HexFormat.of().parseHex("ffffffff"),
        List.of(),
        "message length: 4294967295 bytes (expected: <= 300000)");
  }

  @Test
  void doesNotReserveWhatIsOnlyAnnounced() {
    var large = new LengthFraming(Limits.LARGEST_MESSAGE_BYTES);
    var decoder = large.newDecoder();
    decoder.decode(Unpooled.wrappedBuffer(HexFormat.of().parseHex("40000000aa")), _ -> true);
    assertEquals(5, decoder.pendingBytes());
  }

  @Test
  void refusesToWriteBeyondTheLimit() {
    var small = new LengthFraming(3);
    assertThrows(FramingException.class, () -> small.encodedBytes(Buffer.buffer("abcd")));
  }

  @Test
  void checksItsOption() {
    assertThrows(IllegalArgumentException.class, () -> new LengthFraming(0));
    assertThrows(
        IllegalArgumentException.class, () -> new LengthFraming(Limits.LARGEST_MESSAGE_BYTES + 1));
  }
}
