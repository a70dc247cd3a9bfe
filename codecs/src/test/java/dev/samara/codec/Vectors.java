package dev.samara.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

/** Feeds bytes to a decoder whole, one by one, at every split, and randomly cut. */
final class Vectors {

  private static final int RANDOM_CUTS = 200;

  private Vectors() {}

  /** Asserts that the bytes give these messages, and nothing is left, however they are cut. */
  static void assertMessages(Framing framing, byte[] wire, List<String> expected) {
    assertBuffers(framing, wire, expected.stream().map(Buffer::buffer).toList());
  }

  /** The same for messages that are not text. */
  static void assertBuffers(Framing framing, byte[] wire, List<Buffer> expected) {
    assertEquals(expected, decode(framing, wire, whole(wire)), "whole");
    assertEquals(expected, decode(framing, wire, bytewise(wire)), "bytewise");
    for (var split = 1; split < wire.length; split++) {
      assertEquals(expected, decode(framing, wire, new int[] {split}), "split at " + split);
    }
    var seed = System.nanoTime();
    var random = new Random(seed);
    for (var i = 0; i < RANDOM_CUTS; i++) {
      assertEquals(expected, decode(framing, wire, cuts(random, wire)), "seed " + seed);
    }
  }

  /** Asserts that the bytes give these messages and then a fault, however they are cut. */
  static void assertFault(Framing framing, byte[] wire, List<String> before, String message) {
    for (var cuts : List.of(whole(wire), bytewise(wire))) {
      var recording = new Recording();
      var decoder = framing.newDecoder();
      var fault =
          assertThrows(
              FramingException.class, () -> feed(decoder, wire, cuts, recording), "no fault");
      assertEquals(message, fault.getMessage());
      assertEquals(before, recording.messages().stream().map(Buffer::toString).toList());
      // Sticky: whatever comes next is discarded in silence.
      decoder.decode(Unpooled.wrappedBuffer(wire), recording);
      assertEquals(before.size(), recording.messages().size(), "messages after the fault");
      assertEquals(0, decoder.pendingBytes());
    }
  }

  static byte[] encode(Framing framing, List<String> messages) {
    return encodeBuffers(framing, messages.stream().map(Buffer::buffer).toList());
  }

  static byte[] encodeBuffers(Framing framing, List<Buffer> messages) {
    var out = Unpooled.buffer();
    for (var message : messages) {
      var start = out.writerIndex();
      var length = framing.encodedBytes(message);
      framing.encode(message, out);
      assertEquals(length, out.writerIndex() - start, "encodedBytes");
    }
    var bytes = new byte[out.readableBytes()];
    out.readBytes(bytes);
    return bytes;
  }

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Spaces are for people. */
  static byte[] hex(String digits) {
    return HexFormat.of().parseHex(digits.replace(" ", ""));
  }

  static List<Buffer> decode(Framing framing, byte[] wire, int[] cuts) {
    var recording = new Recording();
    var decoder = framing.newDecoder();
    feed(decoder, wire, cuts, recording);
    assertEquals(0, decoder.pendingBytes(), "bytes left in the decoder");
    return recording.messages();
  }

  static void feed(FrameDecoder decoder, byte[] wire, int[] cuts, FrameSink sink) {
    var from = 0;
    for (var i = 0; i <= cuts.length; i++) {
      var to = i < cuts.length ? cuts[i] : wire.length;
      var piece = Unpooled.directBuffer().writeBytes(wire, from, to - from);
      try {
        decoder.decode(piece, sink);
        assertEquals(0, piece.readableBytes(), "bytes not taken");
        assertEquals(1, piece.refCnt(), "owners of the read");
      } finally {
        piece.release();
      }
      from = to;
    }
  }

  static int[] whole(byte[] wire) {
    return new int[] {wire.length};
  }

  static int[] bytewise(byte[] wire) {
    var cuts = new int[wire.length];
    for (var i = 0; i < wire.length; i++) {
      cuts[i] = i;
    }
    return cuts;
  }

  static int[] cuts(Random random, byte[] wire) {
    return random.ints(random.nextInt(5), 0, wire.length + 1).sorted().toArray();
  }
}
