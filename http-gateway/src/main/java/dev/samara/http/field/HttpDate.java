package dev.samara.http.field;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;

/** Dates as RFC 9110, 5.6.7, writes them. */
public final class HttpDate {
  private static final DateTimeFormatter FORM =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
          .withZone(ZoneOffset.UTC);

  private HttpDate() {}

  /**
   * Writes a date.
   *
   * @param time any time of the years 0 to 9999
   * @return its text, whole seconds
   */
  public static String format(Instant time) {
    return FORM.format(time);
  }

  /**
   * Reads a date.
   *
   * @param text the value of a field
   * @return the time, or nothing when it is no date of the preferred form: then RFC 9110 has the
   *     field ignored
   */
  public static Optional<Instant> parse(String text) {
    try {
      return Optional.of(Instant.from(FORM.parse(text)));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  static Instant seconds(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS);
  }
}
