package dev.samara.codec.catalog;

import dev.samara.codec.Framing;
import dev.samara.codec.cobs.CobsFraming;
import dev.samara.codec.delimiter.Delimiter;
import dev.samara.codec.delimiter.DelimiterFraming;
import dev.samara.codec.fixed.FixedFraming;
import dev.samara.codec.length.LengthField;
import dev.samara.codec.length.LengthField.Width;
import dev.samara.codec.length.LengthFraming;
import dev.samara.codec.line.LineEnd;
import dev.samara.codec.line.LineFraming;
import dev.samara.codec.magic.MagicFraming;
import dev.samara.codec.netstring.NetstringFraming;
import dev.samara.codec.raw.RawFraming;
import dev.samara.codec.slip.SlipFraming;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The framings of streams by name.
 *
 * <pre>
 *   lines  lines:lf  lines:crlf       UTF-8 text; read up to LF or CRLF, or only one of them
 *   delimiter:\r\n\r\n                up to 16 bytes, see {@link Delimiter}
 *   length8 … length64, varint        a length first; 16 bits and more also with le (little-endian);
 *                                     +self if the length counts its own bytes: length16le+self
 *   netstring                         5:hello,
 *   fixed:16                          all messages of 16 bytes
 *   magic:0x53414d41                  magic number, id, length: 12 bytes of head
 *   slip  cobs                        byte stuffing
 *   raw                               what a read brings
 * </pre>
 *
 * The {@link Framing#name() name} of each, given to {@link #parse}, makes an equal one.
 */
public final class Framings {

  /** Makes a framing of its option, the text after the colon, and its limits. */
  @FunctionalInterface
  private interface Maker {
    Framing make(String option, int maxMessageBytes, long maxStreamBytes);
  }

  private static final Map<String, Maker> MAKERS = makers();

  private Framings() {}

  /**
   * Finds a framing without messages in parts.
   *
   * @param text a name, or a name with its option
   * @param maxMessageBytes the longest whole message; not used by {@code fixed}
   * @return the framing
   * @throws IllegalArgumentException if there is none of that name, its option is wrong, or the
   *     limit is out of range
   */
  public static Framing parse(String text, int maxMessageBytes) {
    return parse(text, maxMessageBytes, 0);
  }

  /**
   * Finds a framing.
   *
   * @param text a name, or a name with its option
   * @param maxMessageBytes the longest whole message; not used by {@code fixed}
   * @param maxStreamBytes the longest message in parts, unsigned; 0 for none
   * @return the framing
   * @throws IllegalArgumentException if there is none of that name, its option is wrong, a limit is
   *     out of range, or it has no messages in parts
   */
  public static Framing parse(String text, int maxMessageBytes, long maxStreamBytes) {
    var colon = text.indexOf(':');
    var name = colon < 0 ? text : text.substring(0, colon);
    var takesOption = colon >= 0;
    var maker = MAKERS.get(takesOption ? name + ":" : name);
    if (maker == null) {
      throw new IllegalArgumentException(
          "framing: '%s' (expected: %s)".formatted(text, expected(text)));
    }
    var option = takesOption ? text.substring(colon + 1) : "";
    var framing = maker.make(option, maxMessageBytes, maxStreamBytes);
    if (maxStreamBytes != 0 && !framing.canStream()) {
      throw new IllegalArgumentException(
          "maxStreamBytes: %s (expected: 0 with the framing '%s')"
              .formatted(Long.toUnsignedString(maxStreamBytes), text));
    }
    return framing;
  }

  /**
   * All names, for people to choose from.
   *
   * @return each name once; with a colon at its end if an option follows
   */
  public static List<String> names() {
    return List.copyOf(MAKERS.keySet());
  }

  private static String expected(String text) {
    var nearest = Nearest.of(text, MAKERS.keySet()).map(name -> name + "? Known: ").orElse("");
    return nearest + String.join(", ", MAKERS.keySet());
  }

  private static Map<String, Maker> makers() {
    var makers = new LinkedHashMap<String, Maker>();
    makers.put("lines", (_, max, _) -> new LineFraming(max));
    makers.put("lines:", (option, max, _) -> new LineFraming(lineEnd(option), max));
    makers.put(
        "delimiter:", (option, max, _) -> new DelimiterFraming(Delimiter.parse(option), max));
    for (var field : lengthFields()) {
      makers.put(field.name(), (_, max, stream) -> new LengthFraming(field, max, stream));
    }
    makers.put("netstring", (_, max, stream) -> new NetstringFraming(max, stream));
    makers.put("fixed:", (option, _, _) -> new FixedFraming(number("fixed", option)));
    makers.put("magic:", (option, max, _) -> new MagicFraming(number("magic", option), max));
    makers.put("slip", (_, max, _) -> new SlipFraming(max));
    makers.put("cobs", (_, max, _) -> new CobsFraming(max));
    makers.put("raw", (_, max, _) -> new RawFraming(max));
    return makers;
  }

  private static List<LengthField> lengthFields() {
    var fields = new ArrayList<LengthField>();
    for (var countsItself : List.of(false, true)) {
      for (var width : Width.values()) {
        if (width != Width.VARINT) {
          fields.add(new LengthField(width, ByteOrder.BIG_ENDIAN, countsItself));
        }
        if (width != Width.ONE) {
          fields.add(new LengthField(width, ByteOrder.LITTLE_ENDIAN, countsItself));
        }
      }
    }
    return fields;
  }

  private static LineEnd lineEnd(String option) {
    return switch (option) {
      case "lf" -> LineEnd.LF;
      case "crlf" -> LineEnd.CRLF;
      default ->
          throw new IllegalArgumentException(
              "framing: 'lines:%s' (expected: lines, lines:lf or lines:crlf)".formatted(option));
    };
  }

  /** A number in decimal or, after 0x, hexadecimal; 32 bits. */
  private static int number(String name, String option) {
    try {
      return option.startsWith("0x")
          ? Integer.parseUnsignedInt(option, 2, option.length(), 16)
          : Integer.parseInt(option);
    } catch (NumberFormatException _) {
      throw new IllegalArgumentException(
          "framing: '%s:%s' (expected: a number of 32 bits after the colon)"
              .formatted(name, option));
    }
  }
}
