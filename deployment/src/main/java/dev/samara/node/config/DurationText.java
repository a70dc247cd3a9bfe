package dev.samara.node.config;

import java.time.Duration;
import java.util.regex.Pattern;

/** Durations as people write them. */
public final class DurationText {

  private static final Pattern FORM = Pattern.compile("(\\d{1,12})(ms|s|m|h)?");

  private DurationText() {}

  /**
   * Reads a duration.
   *
   * @param text {@code 500ms}, {@code 10s}, {@code 2m}, {@code 1h}, or a number of milliseconds
   * @return the duration
   * @throws IllegalArgumentException if the text has another form
   */
  public static Duration parse(String text) {
    var matcher = FORM.matcher(text.strip());
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "'%s' is no duration (expected: 500ms, 10s, 2m or 1h)".formatted(text));
    }
    var amount = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "h" -> Duration.ofHours(amount);
      case "m" -> Duration.ofMinutes(amount);
      case "s" -> Duration.ofSeconds(amount);
      case null, default -> Duration.ofMillis(amount);
    };
  }
}
