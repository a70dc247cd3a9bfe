package dev.samara.codec.http;

/**
 * How much of everything a request may have.
 *
 * @param requestLineBytes the longest request line, without its end, 64 to 1 MiB; beyond: 414. RFC
 *     9112, section 3, asks for 8000 at least
 * @param headBytes all field lines of a head together, with their ends, 64 to 16 MiB; beyond: 431
 * @param fields the most field lines of a head, 1 to 100,000; beyond: 431
 * @param extensionBytes the extensions of all chunks of a body together, 0 to 16 MiB; beyond: 413
 * @param trailerBytes all trailer lines together, with their ends, 0 to 16 MiB; beyond: 431
 * @param trailers the most trailer lines, 0 to 100,000; beyond: 431
 * @param bodyBytes the longest body, 0 or more; beyond: 413
 */
public record HttpLimits(
    int requestLineBytes,
    int headBytes,
    int fields,
    int extensionBytes,
    int trailerBytes,
    int trailers,
    long bodyBytes) {

  private static final int MAX_BYTES = 16 << 20;
  private static final int MAX_LINES = 100_000;

  /** Checks each value. */
  public HttpLimits {
    range("requestLineBytes", requestLineBytes, 64, 1 << 20);
    range("headBytes", headBytes, 64, MAX_BYTES);
    range("fields", fields, 1, MAX_LINES);
    range("extensionBytes", extensionBytes, 0, MAX_BYTES);
    range("trailerBytes", trailerBytes, 0, MAX_BYTES);
    range("trailers", trailers, 0, MAX_LINES);
    range("bodyBytes", bodyBytes, 0, Long.MAX_VALUE);
  }

  /**
   * A line of 8 KiB, a head of 16 KiB in 100 fields, 4 KiB of extensions, 4 KiB of trailers in 32
   * fields, and no limit of the body.
   *
   * @return these limits
   */
  public static HttpLimits defaults() {
    return new HttpLimits(8192, 16 * 1024, 100, 4096, 4096, 32, Long.MAX_VALUE);
  }

  private static void range(String option, long value, long least, long most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          "%s: %d (expected: %d to %d)".formatted(option, value, least, most));
    }
  }
}
