package dev.samara.http.field;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The ranges of bytes that a request asks for (RFC 9110, 14).
 *
 * @param ranges within the file, none overlapping or touching another, in the order of the file;
 *     none when the file has nothing of what is asked for
 */
public record ByteRanges(List<ByteRange> ranges) {
  private static final Pattern SPEC = Pattern.compile("(\\d{0,18})-(\\d{0,18})");

  /**
   * Some bytes of a file.
   *
   * @param first the offset of the first
   * @param last the offset of the last
   */
  public record ByteRange(long first, long last) {
    /**
     * How many.
     *
     * @return 1 or more
     */
    public long length() {
      return last - first + 1;
    }

    /**
     * The value of {@code Content-Range}.
     *
     * @param sizeBytes of the whole file
     * @return the text
     */
    public String contentRange(long sizeBytes) {
      return "bytes " + first + "-" + last + "/" + sizeBytes;
    }
  }

  /**
   * Reads the field {@code Range}.
   *
   * @param value its value
   * @param sizeBytes of the file
   * @param mostRanges how many a request may ask for
   * @return the ranges; nothing when the field is malformed or of another unit, and so to be
   *     ignored
   * @throws FieldException when there are too many
   */
  public static Optional<ByteRanges> parse(String value, long sizeBytes, int mostRanges) {
    if (!value.regionMatches(true, 0, "bytes=", 0, 6)) {
      return Optional.empty();
    }
    String[] specs = value.substring(6).split(",", -1);
    if (specs.length > mostRanges) {
      throw new FieldException("a request may ask for " + mostRanges + " ranges at most");
    }
    var found = new ArrayList<ByteRange>();
    for (String spec : specs) {
      Matcher matcher = SPEC.matcher(spec.strip());
      if (!matcher.matches() || spec.strip().equals("-")) {
        return Optional.empty();
      }
      String first = matcher.group(1);
      String last = matcher.group(2);
      if (!first.isEmpty() && !last.isEmpty() && Long.parseLong(first) > Long.parseLong(last)) {
        return Optional.empty();
      }
      range(first, last, sizeBytes).ifPresent(found::add);
    }
    return Optional.of(new ByteRanges(merge(found)));
  }

  private static Optional<ByteRange> range(String first, String last, long sizeBytes) {
    long end = sizeBytes - 1;
    long from =
        first.isEmpty() ? Math.max(0, sizeBytes - Long.parseLong(last)) : Long.parseLong(first);
    long to = first.isEmpty() || last.isEmpty() ? end : Math.min(end, Long.parseLong(last));
    return from <= to ? Optional.of(new ByteRange(from, to)) : Optional.empty();
  }

  private static List<ByteRange> merge(List<ByteRange> found) {
    found.sort(Comparator.comparingLong(ByteRange::first));
    var merged = new ArrayList<ByteRange>();
    for (ByteRange range : found) {
      if (!merged.isEmpty() && range.first() <= merged.getLast().last() + 1) {
        ByteRange before = merged.removeLast();
        merged.add(new ByteRange(before.first(), Math.max(before.last(), range.last())));
      } else {
        merged.add(range);
      }
    }
    return List.copyOf(merged);
  }
}
