package dev.samara.load.report;

import java.util.Locale;
import java.util.OptionalDouble;

/** Figures as people read them. */
public final class Numbers {
  private Numbers() {}

  /**
   * A figure with about three digits that count.
   *
   * @param value any value
   * @return as {@code 12,345}, {@code 99.1}, {@code 1.25} or {@code 0.004}
   */
  public static String text(double value) {
    double size = Math.abs(value);
    String format = size >= 100 || size == 0 ? "%,.0f" : size >= 10 ? "%.1f" : "%.2f";
    return String.format(Locale.ROOT, size < 1 && size > 0 ? "%.3f" : format, value);
  }

  /**
   * A share of one.
   *
   * @param share 0.25 for a quarter
   * @return as {@code 25%}
   */
  public static String percent(double share) {
    return String.format(Locale.ROOT, "%.0f%%", share * 100);
  }

  /**
   * A ratio.
   *
   * @param ratio any value
   * @return with two decimals
   */
  public static String ratio(double ratio) {
    return String.format(Locale.ROOT, "%.2f", ratio);
  }

  /**
   * The number that the value of an axis stands for.
   *
   * @param value as it stands in a result
   * @return the number, empty if it is a word
   */
  public static OptionalDouble number(String value) {
    try {
      return OptionalDouble.of(Double.parseDouble(value));
    } catch (NumberFormatException word) {
      return OptionalDouble.empty();
    }
  }

  /** A whole number with separators, anything else as it is. */
  static String axis(String value) {
    return value.matches("\\d{4,18}")
        ? String.format(Locale.ROOT, "%,d", Long.parseLong(value))
        : value;
  }
}
