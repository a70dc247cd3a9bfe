package dev.samara.codec.catalog;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds what somebody may have meant. */
public final class Nearest {

  /** Further apart than this, or than half the word, a guess confuses more than it helps. */
  private static final int MAX_DISTANCE = 4;

  private Nearest() {}

  /**
   * Finds the known word nearest to one that is not known.
   *
   * @param word what somebody wrote
   * @param known what they may have meant
   * @return the nearest, or empty if even that is too far away
   */
  public static Optional<String> of(String word, Collection<String> known) {
    var farthest = Math.min(MAX_DISTANCE, word.length() / 2);
    return known.stream()
        .min(Comparator.comparingInt(candidate -> distance(word, candidate)))
        .filter(best -> distance(word, best) <= farthest);
  }

  /** Levenshtein's distance, without regard to case. */
  private static int distance(String left, String right) {
    var a = left.toLowerCase(Locale.ROOT);
    var b = right.toLowerCase(Locale.ROOT);
    var row = new int[b.length() + 1];
    for (var j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (var i = 1; i <= a.length(); i++) {
      var diagonal = row[0];
      row[0] = i;
      for (var j = 1; j <= b.length(); j++) {
        var above = row[j];
        var replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(replaced, 1 + Math.min(above, row[j - 1]));
        diagonal = above;
      }
    }
    return row[b.length()];
  }
}
