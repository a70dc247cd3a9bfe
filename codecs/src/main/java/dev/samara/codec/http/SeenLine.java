package dev.samara.codec.http;

/**
 * A line that came before and what it was found to mean: equal bytes mean the same.
 *
 * @param bytes without the end of the line; empty, which no line with a meaning is, if it was too
 *     long to be kept
 */
record SeenLine<T>(byte[] bytes, T meaning) {
  private static final int MAX_BYTES = 512;
  private static final byte[] TOO_LONG = {};

  static <T> SeenLine<T> of(Line line, T meaning) {
    return new SeenLine<>(line.length <= MAX_BYTES ? line.copy() : TOO_LONG, meaning);
  }

  boolean is(Line line) {
    return line.hasBytes(bytes);
  }
}
