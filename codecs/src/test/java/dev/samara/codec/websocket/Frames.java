package dev.samara.codec.websocket;

import static org.junit.jupiter.api.Assertions.assertFalse;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Makes frames of a client, and writes down what a decoder finds in them. */
final class Frames implements WebSocketSink {
  private static final byte[] MASK = {(byte) 0x37, (byte) 0xFA, (byte) 0x21, (byte) 0x3D};

  private final List<String> found = new ArrayList<>();
  private boolean ended;

  private Frames() {}

  /** What a decoder finds when the bytes come in pieces that end at the cuts and at the end. */
  static List<String> read(int maxMessageBytes, byte[] wire, int... cuts) {
    var decoder = new WebSocketDecoder(maxMessageBytes);
    var sink = new Frames();
    int from = 0;
    for (int cut : cuts) {
      sink.piece(decoder, wire, from, cut);
      from = cut;
    }
    sink.piece(decoder, wire, from, wire.length);
    if (decoder.pendingBytes() > 0) {
      sink.found.add("...");
    }
    return sink.found;
  }

  private void piece(WebSocketDecoder decoder, byte[] wire, int from, int to) {
    // A copy: the decoder unmasks in place.
    var bytes = Unpooled.copiedBuffer(wire, from, to - from);
    decoder.decode(bytes, this);
    assertFalse(bytes.isReadable());
  }

  /** A frame of a client; the first byte is 0x81 for a whole text, for instance. */
  static byte[] frame(int first, byte[] payload) {
    var out = Unpooled.buffer();
    out.writeByte(first);
    int length = payload.length;
    if (length < 126) {
      out.writeByte(0x80 | length);
    } else if (length <= 0xFFFF) {
      out.writeByte(0x80 | 126).writeShort(length);
    } else {
      out.writeByte(0x80 | 127).writeLong(length);
    }
    out.writeBytes(MASK);
    for (int i = 0; i < length; i++) {
      out.writeByte(payload[i] ^ MASK[i % 4]);
    }
    return ByteBufUtil.getBytes(out);
  }

  static byte[] frame(int first, String payload) {
    return frame(first, payload.getBytes(StandardCharsets.UTF_8));
  }

  static byte[] joined(byte[]... parts) {
    return ByteBufUtil.getBytes(Unpooled.wrappedBuffer(parts));
  }

  static byte[] hex(String digits) {
    return ByteBufUtil.decodeHexDump(digits.replace(" ", ""));
  }

  private void add(String line) {
    assertFalse(ended, "after the end: " + line);
    found.add(line);
  }

  @Override
  public void message(ByteBuf payload, boolean text) {
    add((text ? "text " : "binary ") + payload.toString(StandardCharsets.UTF_8));
  }

  @Override
  public void ping(ByteBuf data) {
    add("ping " + data.toString(StandardCharsets.UTF_8));
  }

  @Override
  public void pong(ByteBuf data) {
    add("pong " + data.toString(StandardCharsets.UTF_8));
  }

  @Override
  public void close(int code, String reason) {
    add("close " + code + " " + reason);
    ended = true;
  }

  @Override
  public void fault(WebSocketFault fault) {
    add("fault " + fault.closeCode() + " " + fault.reason());
    ended = true;
  }
}
