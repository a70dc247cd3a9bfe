package dev.samara.node.config;

import java.time.Duration;
import java.util.regex.Pattern;

/** Durations as people write them. */
public final class DurationText {

  private static final Pattern FORM = Pattern.compile("(\\d{1,12})(ms|s|m|h)?");

  /** Longer ones are slips, and would not fit where nanoseconds are counted. */
  private static final Duration MOST = Duration.ofDays(365);

  private DurationText() {}

  /**
   * Reads a duration.
   *
   * @param text {@code 500ms}, {@code 10s}, {@code 2m}, {@code 1h}, or a number of milliseconds; at
   *     most 8760h, a year
   * @return the duration
   * @throws IllegalArgumentException if the text has another form or means more than a year
   */
  public static Duration parse(String text) {
    var matcher = FORM.matcher(text.strip());
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "'%s' is no duration (expected: 500ms, 10s, 2m or 1h)".formatted(text));
    }
    var duration = duration(Long.parseLong(matcher.group(1)), matcher.group(2));
    if (duration.compareTo(MOST) > 0) {
      throw new IllegalArgumentException(
          "'%s' is too long (expected: at most %dh)".formatted(text, MOST.toHours()));
    }
    return duration;
  }

  private static Duration duration(long amount, String unit) {
    return switch (unit) {
      case "h" -> Duration.ofHours(amount);
      case "m" -> Duration.ofMinutes(amount);
      case "s" -> Duration.ofSeconds(amount);
      case null, default -> Duration.ofMillis(amount);
    };
  }
}
