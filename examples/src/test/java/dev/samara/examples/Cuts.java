package dev.samara.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.samara.codec.Framing;
import dev.samara.codec.FramingException;
import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Gives the same bytes to a framing whole, one by one, and cut in two at each place. */
final class Cuts {

  private Cuts() {}

  static byte[] latin(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  /** Spaces are for people. */
  static byte[] hex(String digits) {
    return HexFormat.of().parseHex(digits.replace(" ", ""));
  }

  static void assertMessages(Framing framing, byte[] wire, List<byte[]> messages) {
    var expected = messages.stream().map(Buffer::buffer).toList();
    assertEquals(expected, decode(framing, wire, wire.length), "whole");
    assertEquals(expected, decode(framing, wire, 1), "bytewise");
    for (var split = 1; split < wire.length; split++) {
      assertEquals(expected, decode(framing, wire, split), "pieces of " + split);
    }
  }

  static void assertFault(Framing framing, byte[] wire, String fault) {
    for (var piece : List.of(wire.length, 1)) {
      var thrown =
          assertThrows(FramingException.class, () -> decode(framing, wire, piece), "no fault");
      assertEquals(fault, thrown.getMessage());
    }
  }

  static byte[] encode(Framing framing, byte[] message) {
    var buffer = Buffer.buffer(message);
    var out = Unpooled.buffer();
    var length = framing.encodedBytes(buffer);
    framing.encode(buffer, out);
    assertEquals(length, out.readableBytes(), "encodedBytes");
    var bytes = new byte[length];
    out.readBytes(bytes);
    return bytes;
  }

  private static List<Buffer> decode(Framing framing, byte[] wire, int pieceBytes) {
    var messages = new ArrayList<Buffer>();
    var decoder = framing.newDecoder();
    for (var at = 0; at < wire.length; at += pieceBytes) {
      var length = Math.min(pieceBytes, wire.length - at);
      decoder.decode(Unpooled.wrappedBuffer(wire, at, length), messages::add);
    }
    assertEquals(0, decoder.pendingBytes(), "bytes left");
    return messages;
  }
}
