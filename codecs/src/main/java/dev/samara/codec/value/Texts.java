package dev.samara.codec.value;

import dev.samara.codec.stream.CodecException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Text, strictly. */
final class Texts {

  private static final int MOST_SHOWN = 200;
  private static final char REPLACEMENT = '\uFFFD';

  private Texts() {}

  /** The text of bytes; throws if they are not well-formed UTF-8 (RFC 3629). */
  static String decode(ByteBuf bytes, int index, int byteCount) {
    var array = bytes.hasArray() ? bytes.array() : ByteBufUtil.getBytes(bytes, index, byteCount);
    var offset = bytes.hasArray() ? bytes.arrayOffset() + index : 0;
    var text = new String(array, offset, byteCount, StandardCharsets.UTF_8);
    // What String cannot decode it replaces; only then it takes the slow way to tell which it was.
    return text.indexOf(REPLACEMENT) < 0 ? text : decodeStrictly(bytes, index, byteCount);
  }

  private static String decodeStrictly(ByteBuf bytes, int index, int byteCount) {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(bytes.nioBuffer(index, byteCount))
          .toString();
    } catch (CharacterCodingException bad) {
      throw CodecException.invalid("a text that is not UTF-8");
    }
  }

  /** Throws if the readable bytes are not well-formed UTF-8 (RFC 3629). */
  static void check(ByteBuf bytes) {
    if (!ByteBufUtil.isText(bytes, StandardCharsets.UTF_8)) {
      throw CodecException.invalid("a text that is not UTF-8");
    }
  }

  /** Throws if a text holds half of a character and so has no UTF-8 form. */
  static String checkWhole(String text) {
    for (var i = 0; i < text.length(); i++) {
      var unit = text.charAt(i);
      if (Character.isSurrogate(unit)) {
        if (Character.isLowSurrogate(unit)
            || i + 1 == text.length()
            || !Character.isLowSurrogate(text.charAt(i + 1))) {
          throw CodecException.invalid("a text with half a character at " + i);
        }
        i++;
      }
    }
    return text;
  }

  /** A text from somewhere, so that it fits into a line of a log. */
  static String oneLine(String text) {
    var shown = text.length() > MOST_SHOWN ? text.substring(0, MOST_SHOWN) + "…" : text;
    var line = new StringBuilder(shown.length());
    shown
        .codePoints()
        .forEach(c -> line.appendCodePoint(Character.isISOControl(c) || isHalf(c) ? '?' : c));
    return line.toString();
  }

  static String quoted(String text) {
    return "'" + oneLine(text) + "'";
  }

  private static boolean isHalf(int codePoint) {
    return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
  }
}
