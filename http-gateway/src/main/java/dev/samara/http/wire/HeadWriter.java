package dev.samara.http.wire;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.util.AsciiString;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;

/**
 * Puts a whole answer into an array, from which it is copied at once: that is cheaper than to write
 * it into a buffer piece by piece. One for all connections of an event loop, used on it alone.
 */
final class HeadWriter {
  private static final int FIRST_BYTES = 1024;

  /** A longer head is let go, so that it is not kept for ever. */
  private static final int KEPT_BYTES = 64 * 1024;

  private static final byte[] VERSION = ascii("HTTP/1.1 ");
  private static final byte[] DATE = ascii("date: ");
  private static final byte[] COLON = ascii(": ");
  private static final byte[] LINE_END = ascii("\r\n");
  private static final byte[] SPACE = ascii(" ");

  private byte[] bytes = new byte[FIRST_BYTES];
  private int length;

  private static byte[] ascii(String text) {
    return new AsciiString(text).array();
  }

  /** Appends status line, fields, the date unless it is empty, and content of an answer. */
  void write(FullHttpResponse answer, CharSequence date, ByteBuf into) {
    length = 0;
    add(VERSION);
    add(answer.status().codeAsText());
    add(SPACE);
    add(answer.status().reasonPhrase());
    add(LINE_END);
    Iterator<Map.Entry<CharSequence, CharSequence>> fields =
        answer.headers().iteratorCharSequence();
    while (fields.hasNext()) {
      Map.Entry<CharSequence, CharSequence> field = fields.next();
      add(field.getKey());
      add(COLON);
      add(field.getValue());
      add(LINE_END);
    }
    if (!date.isEmpty()) {
      add(DATE);
      add(date);
      add(LINE_END);
    }
    add(LINE_END);
    ByteBuf content = answer.content();
    int contentBytes = content.readableBytes();
    ensure(contentBytes);
    content.getBytes(content.readerIndex(), bytes, length, contentBytes);
    into.writeBytes(bytes, 0, length + contentBytes);
    if (bytes.length > KEPT_BYTES) {
      bytes = new byte[FIRST_BYTES];
    }
  }

  private void add(CharSequence text) {
    if (text instanceof AsciiString ascii) {
      ensure(ascii.length());
      System.arraycopy(ascii.array(), ascii.arrayOffset(), bytes, length, ascii.length());
      length += ascii.length();
      return;
    }
    ensure(text.length());
    for (int i = 0; i < text.length(); i++) {
      bytes[length++] = AsciiString.c2b(text.charAt(i));
    }
  }

  private void add(byte[] text) {
    ensure(text.length);
    System.arraycopy(text, 0, bytes, length, text.length);
    length += text.length;
  }

  private void ensure(int more) {
    if (length + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(length + more, 2 * bytes.length));
    }
  }
}
