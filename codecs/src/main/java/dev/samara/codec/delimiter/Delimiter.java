package dev.samara.codec.delimiter;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * The sequence of bytes that ends a message. Immutable.
 *
 * <p>As text, bytes that print stand for themselves; {@code \r}, {@code \n}, {@code \t}, {@code \0}
 * and {@code \\} mean what they do in C, and {@code \x1f} is the byte with that number.
 */
public final class Delimiter {

  /** The longest one, in bytes. */
  public static final int LARGEST_BYTES = 16;

  private static final String LETTERS = "rnt0\\";
  private static final String MEANINGS = "\r\n\t\0\\";

  private final byte[] bytes;

  private Delimiter(byte[] bytes) {
    if (bytes.length < 1 || bytes.length > LARGEST_BYTES) {
      throw new IllegalArgumentException(
          "delimiter: %d bytes (expected: 1 to %d)".formatted(bytes.length, LARGEST_BYTES));
    }
    this.bytes = bytes;
  }

  /**
   * A delimiter of bytes.
   *
   * @param bytes 1 to 16 of them; copied
   * @return the delimiter
   * @throws IllegalArgumentException if they are too few or too many
   */
  public static Delimiter of(byte... bytes) {
    return new Delimiter(bytes.clone());
  }

  /**
   * Reads one from text.
   *
   * @param text as described above; other characters count as their bytes in UTF-8
   * @return the delimiter
   * @throws IllegalArgumentException if the text has an unknown escape, or too few or too many
   *     bytes
   */
  public static Delimiter parse(String text) {
    var bytes = new ByteArrayOutputStream();
    var rest = text;
    while (!rest.isEmpty()) {
      var used = 1;
      if (rest.charAt(0) != '\\') {
        used = Character.charCount(rest.codePointAt(0));
        bytes.writeBytes(rest.substring(0, used).getBytes(StandardCharsets.UTF_8));
      } else if (rest.startsWith("\\x") && rest.length() >= 4) {
        used = 4;
        bytes.write(number(text, rest.substring(2, used)));
      } else {
        used = 2;
        bytes.write(meaning(text, rest));
      }
      rest = rest.substring(used);
    }
    return new Delimiter(bytes.toByteArray());
  }

  private static int number(String text, String digits) {
    try {
      return HexFormat.fromHexDigits(digits);
    } catch (NumberFormatException _) {
      throw unknown(text);
    }
  }

  private static int meaning(String text, String escape) {
    var letter = escape.length() < 2 ? -1 : LETTERS.indexOf(escape.charAt(1));
    if (letter < 0) {
      throw unknown(text);
    }
    return MEANINGS.charAt(letter);
  }

  private static IllegalArgumentException unknown(String text) {
    return new IllegalArgumentException(
        "delimiter: %s (expected: the escapes \\r \\n \\t \\0 \\\\ and \\x with two digits)"
            .formatted(text));
  }

  /** Not to be changed. */
  byte[] bytes() {
    return bytes;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Delimiter delimiter && Arrays.equals(bytes, delimiter.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /** The text that {@link #parse} reads. */
  @Override
  public String toString() {
    var text = new StringBuilder();
    for (var value : bytes) {
      var letter = MEANINGS.indexOf(value & 0xff);
      if (letter >= 0) {
        text.append('\\').append(LETTERS.charAt(letter));
      } else if (value > ' ' && value <= '~') {
        text.append((char) value);
      } else {
        text.append("\\x").append(HexFormat.of().toHexDigits(value));
      }
    }
    return text.toString();
  }
}
