package dev.samara.codec.parse;

import io.netty.buffer.ByteBuf;

/** Looks for short sequences among readable bytes; offsets count from the first of these. */
final class Search {

  private Search() {}

  /** The offset of the first occurrence at or after {@code from}, or -1. */
  static int first(ByteBuf bytes, int from, byte[] sequence) {
    var start = bytes.readerIndex();
    // The last place where all of it still fits, and one more.
    var end = bytes.writerIndex() - sequence.length + 1;
    var at = start + from;
    while (at < end) {
      at = bytes.indexOf(at, end, sequence[0]);
      if (at < 0) {
        return -1;
      }
      if (matches(bytes, at, sequence)) {
        return at - start;
      }
      at++;
    }
    return -1;
  }

  /** The offset of the last occurrence, or -1. */
  static int last(ByteBuf bytes, byte[] sequence) {
    var start = bytes.readerIndex();
    for (var at = bytes.writerIndex() - sequence.length; at >= start; at--) {
      if (bytes.getByte(at) == sequence[0] && matches(bytes, at, sequence)) {
        return at - start;
      }
    }
    return -1;
  }

  /** The first byte has been compared. */
  private static boolean matches(ByteBuf bytes, int at, byte[] sequence) {
    for (var i = 1; i < sequence.length; i++) {
      if (bytes.getByte(at + i) != sequence[i]) {
        return false;
      }
    }
    return true;
  }
}
