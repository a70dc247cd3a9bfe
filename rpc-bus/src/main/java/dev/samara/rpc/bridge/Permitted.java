package dev.samara.rpc.bridge;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Which bus addresses clients may use in one direction: none unless told otherwise. Immutable.
 *
 * <p>Addresses that begin with {@code __vertx.} or {@code samara.} are the bus's and the kit's own:
 * no pattern is about them, only their exact names.
 */
public final class Permitted {

  /** In a list of texts this stands before a pattern. */
  public static final String REGEX_PREFIX = "regex:";

  /** The longest address a client may name, in characters. */
  public static final int MAX_ADDRESS_LENGTH = 1024;

  private static final Permitted NONE = new Permitted(Set.of(), List.of());
  private static final List<String> OWN_PREFIXES = List.of("__vertx.", "samara.");

  /** The same, and the length, before a pattern. */
  private static final String GUARD =
      "(?!__vertx\\.|samara\\.)(?=(?s:.{0,%d})\\z)".formatted(MAX_ADDRESS_LENGTH);

  private final Set<String> addresses;
  private final List<Pattern> patterns;

  private Permitted(Set<String> addresses, List<Pattern> patterns) {
    this.addresses = Set.copyOf(addresses);
    this.patterns = List.copyOf(patterns);
  }

  /**
   * Permits nothing.
   *
   * @return no addresses
   */
  public static Permitted none() {
    return NONE;
  }

  /**
   * Permits what a list of texts names.
   *
   * @param entries addresses, or patterns with {@link #REGEX_PREFIX} before them
   * @return these addresses
   * @throws IllegalArgumentException if one is blank or no pattern
   */
  public static Permitted of(List<String> entries) {
    var all = NONE;
    for (var entry : entries) {
      all =
          entry.startsWith(REGEX_PREFIX)
              ? all.withRegex(entry.substring(REGEX_PREFIX.length()))
              : all.withAddress(entry);
    }
    return all;
  }

  /**
   * Permits one address more.
   *
   * @param address the exact address
   * @return these addresses and that one
   * @throws IllegalArgumentException if it is blank or longer than {@link #MAX_ADDRESS_LENGTH}
   */
  public Permitted withAddress(String address) {
    if (address.isBlank() || address.length() > MAX_ADDRESS_LENGTH) {
      throw new IllegalArgumentException(
          "address: '%s' (expected: 1 to %d characters)".formatted(address, MAX_ADDRESS_LENGTH));
    }
    var more = new HashSet<>(addresses);
    more.add(address);
    return new Permitted(more, patterns);
  }

  /**
   * Permits all addresses of a form.
   *
   * @param regex matches the whole address; see {@link Pattern}
   * @return these addresses and those
   * @throws IllegalArgumentException if it is no pattern
   */
  public Permitted withRegex(String regex) {
    var more = new ArrayList<>(patterns);
    try {
      more.add(Pattern.compile(regex));
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException(
          "%s%s (expected: a regular expression; %s)"
              .formatted(REGEX_PREFIX, regex, e.getDescription()),
          e);
    }
    return new Permitted(addresses, more);
  }

  /**
   * Whether an address is among these. Any thread.
   *
   * @param address what a client named
   * @return true if it may use it
   */
  public boolean permits(String address) {
    if (addresses.contains(address)) {
      return true;
    }
    return address.length() <= MAX_ADDRESS_LENGTH
        && OWN_PREFIXES.stream().noneMatch(address::startsWith)
        && patterns.stream().anyMatch(pattern -> pattern.matcher(address).matches());
  }

  /**
   * The exact addresses.
   *
   * @return each that was added
   */
  public Set<String> addresses() {
    return addresses;
  }

  /**
   * The patterns, for code that matches by itself.
   *
   * @return regular expressions for whole addresses, which leave out the kit's own and those that
   *     are too long
   */
  public List<String> regexes() {
    return patterns.stream().map(pattern -> GUARD + "(?:" + pattern.pattern() + ")").toList();
  }

  @Override
  public String toString() {
    return "%s %s".formatted(addresses, patterns);
  }
}
