package dev.samara.codec.websocket;

import io.netty.buffer.ByteBuf;

/**
 * Tells whether bytes that come in pieces are UTF-8 (RFC 3629), at the first byte that is not. No
 * overlong forms, no surrogates, nothing beyond U+10FFFF.
 */
final class Utf8Check {
  private static final long NOT_ASCII = 0x8080_8080_8080_8080L;

  /** How many bytes of the character are still to come, and what the next one may be. */
  private int left;

  private int least = 0x80;
  private int most = 0xBF;

  /** Takes the next piece, which is not consumed; false if it breaks the rules. */
  boolean accept(ByteBuf piece) {
    int end = piece.writerIndex();
    int i = piece.readerIndex();
    while (i < end) {
      if (left == 0 && end - i >= Long.BYTES && (piece.getLong(i) & NOT_ASCII) == 0) {
        i += Long.BYTES;
      } else if (accept(piece.getByte(i) & 0xFF)) {
        i++;
      } else {
        return false;
      }
    }
    return true;
  }

  private boolean accept(int b) {
    if (left > 0) {
      boolean fits = b >= least && b <= most;
      left--;
      least = 0x80;
      most = 0xBF;
      return fits;
    }
    if (b < 0x80) {
      return true;
    }
    left = b >= 0xF0 ? 3 : b >= 0xE0 ? 2 : 1;
    switch (b) {
      case 0xE0 -> least = 0xA0;
      case 0xED -> most = 0x9F;
      case 0xF0 -> least = 0x90;
      case 0xF4 -> most = 0x8F;
      default -> {
        // Any continuation byte may follow.
      }
    }
    return b >= 0xC2 && b <= 0xF4;
  }

  /** Whether no character is unfinished. */
  boolean isComplete() {
    return left == 0;
  }

  /** From the start again. */
  void reset() {
    left = 0;
    least = 0x80;
    most = 0xBF;
  }
}
