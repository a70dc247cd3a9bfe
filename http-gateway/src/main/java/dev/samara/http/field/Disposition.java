package dev.samara.http.field;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The field {@code Content-Disposition} (RFC 6266; RFC 7578 in parts of a form).
 *
 * @param type in lower case, such as {@code attachment} or {@code form-data}
 * @param parameters by lower-case name, unquoted
 */
public record Disposition(String type, Map<String, String> parameters) {
  private static final Pattern PARAMETER =
      Pattern.compile(
          "\\s*;\\s*([!#$%&'*+.^_`|~0-9A-Za-z-]+)\\s*=\\s*"
              + "(?:\"((?:[^\"\\\\]|\\\\.)*)\"|([!#$%&'*+.^_`|~0-9A-Za-z-]+))");

  /**
   * Reads the field.
   *
   * @param value its value
   * @return what it says
   * @throws FieldException when it is malformed
   */
  public static Disposition parse(String value) {
    int end = value.indexOf(';');
    String type = (end < 0 ? value : value.substring(0, end)).strip().toLowerCase(Locale.ROOT);
    var parameters = new HashMap<String, String>();
    Matcher matcher = PARAMETER.matcher(value);
    int at = end < 0 ? value.length() : end;
    while (at < value.length()) {
      if (!matcher.region(at, value.length()).lookingAt()) {
        throw new FieldException("Content-Disposition is malformed");
      }
      String quoted = matcher.group(2);
      String text = quoted == null ? matcher.group(3) : quoted.replaceAll("\\\\(.)", "$1");
      parameters.put(matcher.group(1).toLowerCase(Locale.ROOT), text);
      at = matcher.end();
    }
    return new Disposition(type, Map.copyOf(parameters));
  }

  /**
   * The name of the file that is sent.
   *
   * @return {@code filename*} when it can be read, else {@code filename}, without any folder
   */
  public Optional<String> fileName() {
    String extended = parameters.getOrDefault("filename*", "");
    String name = parameters.get("filename");
    if (extended.regionMatches(true, 0, "UTF-8'", 0, 6) && extended.indexOf('\'', 6) >= 0) {
      String encoded = extended.substring(extended.indexOf('\'', 6) + 1);
      try {
        name = URLDecoder.decode(encoded.replace("+", "%2B"), StandardCharsets.UTF_8);
      } catch (IllegalArgumentException e) {
        throw new FieldException("Content-Disposition has a filename* that cannot be decoded");
      }
    }
    return Optional.ofNullable(name)
        .map(path -> path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1));
  }

  /**
   * Writes the field for a download.
   *
   * @param type {@code inline} or {@code attachment}
   * @param fileName without folder
   * @return the value: {@code filename} in ASCII, and {@code filename*} when that is not all of it
   */
  public static String format(String type, String fileName) {
    var plain = new StringBuilder();
    fileName.codePoints().forEach(c -> plain.appendCodePoint(isPlain(c) ? c : '_'));
    String value = type + "; filename=\"" + plain + '"';
    return plain.toString().equals(fileName)
        ? value
        : value + "; filename*=UTF-8''" + percentEncode(fileName);
  }

  private static boolean isPlain(int c) {
    return c >= 0x20 && c < 0x7f && c != '"' && c != '\\' && c != '%';
  }

  private static String percentEncode(String text) {
    var encoded = new StringBuilder();
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      boolean plain = b > 0 && (Character.isLetterOrDigit(b) || b == '-' || b == '.' || b == '_');
      encoded.append(plain ? String.valueOf((char) b) : "%%%02X".formatted(b & 0xff));
    }
    return encoded.toString();
  }
}
