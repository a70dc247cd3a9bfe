package dev.samara.codec.value;

import dev.samara.codec.stream.CodecException;
import java.math.BigDecimal;
import java.math.BigInteger;

/** Keeps one value within the limits, on the way in and out. One thread, one value. */
final class Bounds {

  /** A decimal digit holds this many bits: the logarithm of 10. */
  private static final double BITS_OF_DIGIT = 3.321928094887362;

  private final CodecOptions options;
  private int depth;
  private long counted;

  Bounds(CodecOptions options) {
    this.options = options;
  }

  static int checkBytes(long byteCount, CodecOptions options) {
    check("value length", byteCount, "bytes", options.maxBytes());
    return (int) byteCount;
  }

  void enter() {
    if (++depth > options.maxDepth()) {
      throw CodecException.invalid("nesting deeper than %d levels".formatted(options.maxDepth()));
    }
  }

  void leave() {
    depth--;
  }

  int elements(long count) {
    check("length", count, "elements", options.maxElements());
    return (int) count;
  }

  /**
   * The same where a count stands before the elements. Some take no bytes at all: lists of them in
   * lists must not cost more than the value's own length allows.
   */
  int counted(long count) {
    counted += elements(count);
    check("length of all lists", counted, "elements", options.maxBytes());
    return (int) count;
  }

  String text(String text) {
    check("text length", text.length(), "characters", options.maxTextLength());
    return Texts.checkWhole(text);
  }

  /** Before the bytes of a text are looked at: a character takes at most three for each unit. */
  void textBytes(long byteCount) {
    check("text length", byteCount, "bytes", 3L * options.maxTextLength());
  }

  /** Before the bytes of a number are looked at. */
  void numberBytes(long byteCount) {
    check("number length", byteCount, "bytes", options.maxNumberLength() / 2 + 1);
  }

  BigInteger number(BigInteger number) {
    var limit = options.maxNumberLength();
    // One too small at most, and much cheaper than the digits themselves.
    var digits = (long) (number.abs().bitLength() / BITS_OF_DIGIT);
    if (digits == limit && number.abs().compareTo(BigInteger.TEN.pow(limit)) >= 0) {
      digits++;
    }
    check("number length", digits, "digits", limit);
    return number;
  }

  BigDecimal number(BigDecimal number) {
    number(number.unscaledValue());
    check("number length", Math.abs((long) number.scale()), "places", options.maxNumberLength());
    return number;
  }

  private static void check(String what, long length, String unit, long limit) {
    if (length > limit) {
      throw CodecException.invalid(
          "%s: %d %s (expected: <= %d)".formatted(what, length, unit, limit));
    }
  }
}
