package dev.samara.load.page;

import java.util.Locale;

/** Text and numbers as HTML and SVG have them. */
final class Markup {
  private Markup() {}

  static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  /** A place in a drawing: a tenth of a unit is finer than anybody sees. */
  static String at(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }
}
