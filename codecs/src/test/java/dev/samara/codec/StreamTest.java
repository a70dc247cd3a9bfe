package dev.samara.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.samara.codec.catalog.Framings;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages beyond the in-memory limit. */
class StreamTest {

  private static final int MAX_MESSAGE_BYTES = 10;

  @ParameterizedTest
  @ValueSource(
      strings = {"length8", "length16le", "length32+self", "length64", "varint", "netstring"})
  void passLongMessagesInPartsBetweenWholeOnes(String name) {
    var framing = Framings.parse(name, MAX_MESSAGE_BYTES, 100);
    assertTrue(framing.canStream());
    var messages = List.of("short", "x".repeat(11), "", "y".repeat(100), "0123456789");
    var wire = Unpooled.buffer();
    for (var message : messages) {
      var before = wire.writerIndex();
      var head = framing.encodeHead(message.length(), wire);
      wire.writeBytes(Vectors.utf8(message));
      var tail = framing.encodeTail(wire);
      assertEquals(head + message.length() + tail, wire.writerIndex() - before);
    }
    var bytes = new byte[wire.readableBytes()];
    wire.readBytes(bytes);
    Vectors.assertMessages(framing, bytes, messages);
    var recording = new Recording();
    Vectors.feed(framing.newDecoder(), bytes, Vectors.whole(bytes), recording);
    assertEquals(2, recording.streams());
  }

  @ParameterizedTest
  @CsvSource({
    "length64, ffffffffffffffff, -1",
    "length64le, 0000000000000080, -9223372036854775808",
    "varint, ffffffffffffffffff01, -1",
    "length64+self, 8000000000000008, -9223372036854775808"
  })
  void announceLengthsOf64BitsUnsigned(String name, String head, long length) {
    var framing = Framings.parse(name, MAX_MESSAGE_BYTES, -1L);
    var out = Unpooled.buffer();
    var bytes = Vectors.hex(head);
    assertEquals(bytes.length, framing.encodeHead(length, out));
    assertEquals(Unpooled.wrappedBuffer(bytes), out);
    assertStarts(framing, out, length);
  }

  @Test
  void netstringsAnnounceThemToo() {
    var framing = Framings.parse("netstring", MAX_MESSAGE_BYTES, -1L);
    var wire = Unpooled.wrappedBuffer(Vectors.utf8("18446744073709551615:"));
    assertStarts(framing, wire, -1L);
    Vectors.assertFault(
        framing, Vectors.utf8("18446744073709551616:"), List.of(), "a length of more than 64 bits");
  }

  /** Feeds some parts and sees that the message is far from its end. */
  private static void assertStarts(Framing framing, ByteBuf head, long length) {
    var announced = new AtomicLong();
    var received = new AtomicLong();
    var sink =
        new FrameSink() {
          @Override
          public boolean frame(Buffer message) {
            throw new AssertionError("a whole message");
          }

          @Override
          public void start(long lengthBytes) {
            announced.set(lengthBytes);
          }

          @Override
          public void part(ByteBuf in, int byteCount) {
            in.skipBytes(byteCount);
            received.addAndGet(byteCount);
          }
        };
    var decoder = framing.newDecoder();
    decoder.decode(head, sink);
    assertEquals(length, announced.get());
    for (var i = 0; i < 5; i++) {
      decoder.decode(Unpooled.wrappedBuffer(new byte[70_000]), sink);
      assertTrue(decoder.pendingBytes() > 0 && decoder.pendingBytes() < 100, "held");
    }
    assertEquals(350_000, received.get());
  }

  @Test
  void areRefusedBeyondTheirOwnLimit() {
    var framing = Framings.parse("length64", MAX_MESSAGE_BYTES, 1L << 40);
    var fault = "message length: 1099511627777 bytes (expected: <= 1099511627776)";
    Vectors.assertFault(framing, Vectors.hex("0000010000000001"), List.of(), fault);
    var refused =
        assertThrows(
            FramingException.class, () -> framing.encodeHead((1L << 40) + 1, Unpooled.buffer()));
    assertEquals(fault, refused.getMessage());
  }

  @Test
  void areRefusedByASinkThatTakesNone() {
    var decoder = Framings.parse("length32", MAX_MESSAGE_BYTES, 100).newDecoder();
    FrameSink sink = _ -> true;
    var refused =
        assertThrows(
            FramingException.class,
            () -> decoder.decode(Unpooled.wrappedBuffer(Vectors.hex("0000000b")), sink));
    assertEquals("a message of 11 bytes, longer than what is taken at once", refused.getMessage());
    decoder.decode(
        Unpooled.wrappedBuffer(Vectors.hex("0000000161")),
        _ -> {
          throw new AssertionError("a message after the fault");
        });
    assertThrows(IllegalStateException.class, () -> sink.part(Unpooled.EMPTY_BUFFER, 1));
    assertThrows(IllegalStateException.class, sink::end);
  }

  @Test
  void stopAtTheirEnd() {
    var framing = Framings.parse("netstring", 1, 100);
    var wire = Unpooled.wrappedBuffer(Vectors.utf8("2:ab,raw"));
    var recording = Recording.stopping();
    framing.newDecoder().decode(wire, recording);
    assertEquals(1, recording.streams());
    assertEquals(5, wire.readerIndex());
  }

  @Test
  void areNotForFramingsThatLookForAnEnd() {
    var lines = Framings.parse("lines", MAX_MESSAGE_BYTES);
    assertFalse(lines.canStream());
    assertEquals(0, lines.maxStreamBytes());
    assertThrows(UnsupportedOperationException.class, () -> lines.encodeHead(1, Unpooled.buffer()));
    assertThrows(
        IllegalArgumentException.class, () -> Framings.parse("lines", MAX_MESSAGE_BYTES, 100));
  }

  @Test
  void haveALimitAboveThatOfWholeOnes() {
    assertThrows(IllegalArgumentException.class, () -> Framings.parse("varint", 10, 10));
    assertEquals(11, Framings.parse("varint", 10, 11).maxStreamBytes());
  }
}
