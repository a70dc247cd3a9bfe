package dev.samara.codec.value;

import dev.samara.codec.Limits;

/**
 * What a value may cost. The limits hold for reading and for writing, so that what is written can
 * be read.
 *
 * @param maxBytes the most bytes of a value, 1 to 1 GiB
 * @param maxDepth how deep records, lists and maps may be nested, 1 to 1,000; each level takes
 *     stack
 * @param maxTextLength the longest text in UTF-16 units, as {@link String#length} counts, 0 or more
 * @param maxNumberLength the most digits of a number, 1 to 10,000, and the most places its point
 *     may be away from them; it takes quadratic time to make a long number of its digits
 * @param maxElements the most elements of one list, set or map, 0 or more
 * @param ignoreUnknownFields whether a field of a JSON or CBOR object that the record does not have
 *     is skipped (so versions of a record live together) or an error
 */
public record CodecOptions(
    int maxBytes,
    int maxDepth,
    int maxTextLength,
    int maxNumberLength,
    int maxElements,
    boolean ignoreUnknownFields) {

  /** 1 MiB in all, 64 levels, texts of 262,144, numbers of 256, 65,536 elements; strict. */
  public static final CodecOptions DEFAULT =
      new CodecOptions(1 << 20, 64, 1 << 18, 256, 1 << 16, false);

  private static final int LARGEST_DEPTH = 1_000;
  private static final int LARGEST_NUMBER_LENGTH = 10_000;

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException if one is out of its range
   */
  public CodecOptions {
    Limits.checkMaxMessageBytes(maxBytes);
    check("maxDepth", maxDepth, 1, LARGEST_DEPTH);
    check("maxTextLength", maxTextLength, 0, Integer.MAX_VALUE);
    check("maxNumberLength", maxNumberLength, 1, LARGEST_NUMBER_LENGTH);
    check("maxElements", maxElements, 0, Integer.MAX_VALUE);
  }

  /**
   * The same with another limit of the whole.
   *
   * @param bytes the most bytes of a value, 1 to 1 GiB
   * @return the changed options
   */
  public CodecOptions withMaxBytes(int bytes) {
    return new CodecOptions(
        bytes, maxDepth, maxTextLength, maxNumberLength, maxElements, ignoreUnknownFields);
  }

  /**
   * The same with unknown fields skipped.
   *
   * @return the changed options
   */
  public CodecOptions ignoringUnknownFields() {
    return new CodecOptions(maxBytes, maxDepth, maxTextLength, maxNumberLength, maxElements, true);
  }

  private static void check(String option, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          "%s: %d (expected: %d to %d)".formatted(option, value, least, most));
    }
  }
}
