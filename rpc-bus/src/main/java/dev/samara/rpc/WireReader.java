package dev.samara.rpc;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;

/**
 * Reads fields from a buffer, big-endian, each checked against its limit and against what is there
 * before it is touched. A text is its length in bytes (32 bits) and UTF-8.
 */
final class WireReader {
  private final Buffer buffer;
  private int position;

  WireReader(Buffer buffer, int position) {
    this.buffer = buffer;
    this.position = position;
  }

  int unsignedByte(String what) {
    return buffer.getUnsignedByte(take(1, what));
  }

  long number(String what) {
    return buffer.getLong(take(8, what));
  }

  /** A length or count, from 0 to max. */
  int length(int max, String what) {
    int length = buffer.getInt(take(4, what));
    if (length < 0 || length > max) {
      throw new IllegalArgumentException(what + ": length " + length + " is beyond 0 to " + max);
    }
    return length;
  }

  byte[] bytes(int max, String what) {
    int length = length(max, what);
    int from = take(length, what);
    return buffer.getBytes(from, from + length);
  }

  /** A text of at most so many characters (in UTF-8 each takes at most three bytes a char). */
  String text(int maxCharacters, String what) {
    return new String(bytes(3 * maxCharacters, what), StandardCharsets.UTF_8);
  }

  void requireEnd() {
    if (position != buffer.length()) {
      throw new IllegalArgumentException(buffer.length() - position + " bytes too many");
    }
  }

  private int take(int bytes, String what) {
    if (buffer.length() - position < bytes) {
      throw new IllegalArgumentException(what + " is cut off");
    }
    int at = position;
    position += bytes;
    return at;
  }
}
