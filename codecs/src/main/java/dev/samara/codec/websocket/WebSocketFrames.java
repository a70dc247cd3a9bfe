package dev.samara.codec.websocket;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;

/** Frames as a server sends them: whole and not masked (RFC 6455, section 5.1). */
public final class WebSocketFrames {
  /** The longest head of a frame that a server sends, in bytes. */
  public static final int MAX_HEAD_BYTES = 10;

  /** Section 5.5: the most bytes that a frame about the connection may hold. */
  static final int MAX_CONTROL_BYTES = 125;

  /** The length follows in two bytes, or in eight. */
  static final int SHORT_LENGTH = 126;

  static final int LONG_LENGTH = 127;
  static final int FINAL = 0x80;

  private WebSocketFrames() {}

  /**
   * Writes the head of a frame that is a whole message or is about the connection.
   *
   * @param opcode what it is
   * @param lengthBytes how many bytes follow, 0 or more; at most 125 if it is about the connection
   * @param out gets 2, 4 or 10 bytes
   */
  public static void writeHead(Opcode opcode, long lengthBytes, ByteBuf out) {
    out.writeByte(FINAL | opcode.code());
    if (lengthBytes < SHORT_LENGTH) {
      out.writeByte((int) lengthBytes);
    } else if (lengthBytes <= 0xFFFF) {
      out.writeByte(SHORT_LENGTH).writeShort((int) lengthBytes);
    } else {
      out.writeByte(LONG_LENGTH).writeLong(lengthBytes);
    }
  }

  /**
   * A frame that closes.
   *
   * @param code one that may be sent, or {@link CloseCodes#NONE} for a frame without one
   * @param reason for a person; what does not fit is cut off between two characters
   * @return the frame, on the heap
   */
  public static ByteBuf close(int code, String reason) {
    if (code == CloseCodes.NONE) {
      return control(Opcode.CLOSE, Unpooled.EMPTY_BUFFER);
    }
    var payload = Unpooled.buffer(MAX_CONTROL_BYTES);
    payload.writeShort(code).writeBytes(cut(reason).getBytes(StandardCharsets.UTF_8));
    return control(Opcode.CLOSE, payload);
  }

  /**
   * A frame about the connection.
   *
   * @param opcode a ping, a pong or a close
   * @param data 0 to 125 bytes, copied
   * @return the frame, on the heap
   */
  public static ByteBuf control(Opcode opcode, ByteBuf data) {
    var frame = Unpooled.buffer(2 + data.readableBytes());
    writeHead(opcode, data.readableBytes(), frame);
    return frame.writeBytes(data, data.readerIndex(), data.readableBytes());
  }

  private static String cut(String reason) {
    int limit = MAX_CONTROL_BYTES - Short.BYTES;
    var text = new StringBuilder(reason);
    while (text.toString().getBytes(StandardCharsets.UTF_8).length > limit) {
      text.setLength(text.offsetByCodePoints(text.length(), -1));
    }
    return text.toString();
  }
}
