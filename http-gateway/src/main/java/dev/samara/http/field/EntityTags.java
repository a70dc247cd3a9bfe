package dev.samara.http.field;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The value of {@code If-Match} or {@code If-None-Match} (RFC 9110, 13.1).
 *
 * @param any whether it is {@code *}
 * @param tags the entity tags as they were sent
 */
record EntityTags(boolean any, List<String> tags) {
  private static final Pattern TAG = Pattern.compile("(?:W/)?\"[\\x21\\x23-\\xff]*\"");

  static EntityTags parse(String field, List<String> lines) {
    String text = String.join(",", lines).strip();
    if (text.equals("*")) {
      return new EntityTags(true, List.of());
    }
    var tags = new ArrayList<String>();
    Matcher matcher = TAG.matcher(text);
    int at = 0;
    while (at < text.length()) {
      if (text.charAt(at) == ',' || text.charAt(at) == ' ' || text.charAt(at) == '\t') {
        at++;
      } else if (matcher.region(at, text.length()).lookingAt()) {
        tags.add(matcher.group());
        at = matcher.end();
      } else {
        throw new FieldException(field + " is neither * nor a list of entity tags");
      }
    }
    return new EntityTags(false, List.copyOf(tags));
  }

  /** Both strong, and the same. */
  boolean matchesStrong(String tag) {
    return any || (!tag.startsWith("W/") && tags.contains(tag));
  }

  /** The same but for their weakness. */
  boolean matchesWeak(String tag) {
    return any || tags.stream().anyMatch(other -> opaque(other).equals(opaque(tag)));
  }

  private static String opaque(String tag) {
    return tag.startsWith("W/") ? tag.substring(2) : tag;
  }
}
