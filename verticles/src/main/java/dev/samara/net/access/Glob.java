package dev.samara.net.access;

import java.util.List;

/** Patterns in which {@code *} stands for any characters, none included. */
final class Glob {

  private Glob() {}

  static boolean anyMatches(List<String> patterns, List<String> texts) {
    return texts.stream()
        .anyMatch(text -> patterns.stream().anyMatch(pattern -> matches(pattern, text)));
  }

  /** Time is bounded by the product of the lengths, whatever the pattern. */
  static boolean matches(String pattern, String text) {
    var p = 0;
    var t = 0;
    var star = -1;
    var starText = 0;
    while (t < text.length()) {
      if (p < pattern.length() && pattern.charAt(p) == '*') {
        star = p++;
        starText = t;
      } else if (p < pattern.length() && pattern.charAt(p) == text.charAt(t)) {
        p++;
        t++;
      } else if (star >= 0) {
        // The last star takes one character more.
        p = star + 1;
        t = ++starText;
      } else {
        return false;
      }
    }
    while (p < pattern.length() && pattern.charAt(p) == '*') {
      p++;
    }
    return p == pattern.length();
  }
}
