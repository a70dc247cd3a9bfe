package dev.samara.http.sse;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.base64.Base64;
import io.netty.handler.codec.base64.Base64Dialect;
import java.nio.charset.StandardCharsets;

/** How an event looks on the wire (WHATWG HTML, section 9.2.6). */
final class EventText {
  private static final byte[] DATA = ascii("data: ");
  private static final byte[] BINARY = ascii("event: binary\n");

  private EventText() {}

  /**
   * Writes a message as one event: its lines as they are if it is UTF-8, otherwise in base64 as an
   * event of the type {@code binary}. A carriage return would reach the client as a line feed, so
   * with one in it a message is not text.
   *
   * @param id becomes the client's last event id; without line ends
   * @param message read from its reader index on; still the caller's
   * @param out where to write
   */
  static void write(String id, ByteBuf message, ByteBuf out) {
    out.writeBytes(ascii("id: ")).writeBytes(ascii(id)).writeByte('\n');
    int end = message.writerIndex();
    boolean text = message.indexOf(message.readerIndex(), end, (byte) '\r') < 0 && isUtf8(message);
    if (text) {
      int from = message.readerIndex();
      for (int at = lineEnd(message, from); at >= 0; at = lineEnd(message, from)) {
        line(message, from, at, out);
        from = at + 1;
      }
      line(message, from, end, out);
    } else {
      ByteBuf encoded = Base64.encode(message.slice(), false, Base64Dialect.STANDARD);
      try {
        out.writeBytes(BINARY);
        line(encoded, encoded.readerIndex(), encoded.writerIndex(), out);
      } finally {
        encoded.release();
      }
    }
    out.writeByte('\n');
  }

  /** An event that is none of the application's messages. */
  static ByteBuf control(String type, String data) {
    return Unpooled.copiedBuffer(
        "event: " + type + "\ndata: " + data + "\n\n", StandardCharsets.UTF_8);
  }

  /** Through a view: a buffer that looks for leaks would take down each byte that is read of it. */
  private static boolean isUtf8(ByteBuf message) {
    return ByteBufUtil.isText(Unpooled.wrappedBuffer(message.nioBuffer()), StandardCharsets.UTF_8);
  }

  private static int lineEnd(ByteBuf message, int from) {
    return message.indexOf(from, message.writerIndex(), (byte) '\n');
  }

  private static void line(ByteBuf from, int start, int end, ByteBuf out) {
    out.writeBytes(DATA).writeBytes(from, start, end - start).writeByte('\n');
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
