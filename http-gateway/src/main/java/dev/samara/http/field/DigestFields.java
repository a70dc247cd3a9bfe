package dev.samara.http.field;

import dev.samara.http.upload.DigestAlgorithm;
import dev.samara.http.upload.ExpectedDigest;
import io.vertx.core.MultiMap;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The digest fields of RFC 9530: dictionaries of structured fields (RFC 9651). */
public final class DigestFields {
  private static final String KEY = "([a-z*][a-z0-9_.*-]*)";

  private static final Pattern BYTES =
      Pattern.compile(KEY + "=:([A-Za-z0-9+/]*={0,2}):(?:;[\\x21-\\x7e ]*)?");

  private static final Pattern PREFERENCE = Pattern.compile(KEY + "=(\\d{1,2})");

  private DigestFields() {}

  /**
   * The digests that a request announces.
   *
   * @param headers of the request
   * @param field {@code Content-Digest} or {@code Repr-Digest}
   * @return those that can be checked; none when the field is absent
   * @throws FieldException when the field is malformed, or announces only digests that cannot be
   *     checked here: a sender that asks for a check is not to believe that there was one
   */
  public static List<ExpectedDigest> expected(MultiMap headers, String field) {
    var known = new ArrayList<ExpectedDigest>();
    List<String> members = members(headers, field);
    for (String member : members) {
      Matcher matcher = BYTES.matcher(member);
      if (!matcher.matches()) {
        throw new FieldException(field + " is not a list like sha-256=:BASE64:");
      }
      DigestAlgorithm.active(matcher.group(1))
          .ifPresent(algorithm ->
              known.add(ExpectedDigest.of(algorithm, decode(field, matcher.group(2)))));
    }
    if (known.isEmpty() && !members.isEmpty()) {
      throw new FieldException("of the digests in " + field + ", sha-256 and sha-512 are known");
    }
    return known;
  }

  /**
   * The digests that a request asks for.
   *
   * @param headers of the request
   * @param field {@code Want-Content-Digest} or {@code Want-Repr-Digest}
   * @return those that are known and acceptable; none when the field is absent
   * @throws FieldException when the field is malformed
   */
  public static Set<DigestAlgorithm> wanted(MultiMap headers, String field) {
    var wanted = EnumSet.noneOf(DigestAlgorithm.class);
    for (String member : members(headers, field)) {
      Matcher matcher = PREFERENCE.matcher(member);
      if (!matcher.matches() || Integer.parseInt(matcher.group(2)) > 10) {
        throw new FieldException(field + " is not a list like sha-256=10, of 0 to 10");
      }
      if (Integer.parseInt(matcher.group(2)) > 0) {
        DigestAlgorithm.active(matcher.group(1)).ifPresent(wanted::add);
      }
    }
    return wanted;
  }

  /**
   * A digest field's value.
   *
   * @param digests hexadecimal by algorithm
   * @param chosen which of them to tell; those that are not known are left out
   * @return the text, empty when there is nothing to tell
   */
  public static String format(Map<DigestAlgorithm, String> digests, Set<DigestAlgorithm> chosen) {
    if (digests.isEmpty()) {
      return "";
    }
    var members = new ArrayList<String>();
    for (DigestAlgorithm algorithm : DigestAlgorithm.values()) {
      if (chosen.contains(algorithm) && digests.containsKey(algorithm)) {
        byte[] value = HexFormat.of().parseHex(digests.get(algorithm));
        members.add(algorithm.fieldKey() + "=:" + Base64.getEncoder().encodeToString(value) + ":");
      }
    }
    return String.join(", ", members);
  }

  /** Neither keys nor base64 have commas; parameters with commas in strings are not expected. */
  private static List<String> members(MultiMap headers, String field) {
    var members = new ArrayList<String>();
    for (String line : headers.getAll(field)) {
      for (String member : line.split(",", -1)) {
        members.add(member.strip());
      }
    }
    return members;
  }

  private static byte[] decode(String field, String base64) {
    try {
      return Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      throw new FieldException(field + " has a digest that is not base64");
    }
  }
}
