package dev.samara.net.access;

import dev.samara.net.connection.Peer;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Rules in order: the first that is about somebody decides. Whom no rule is about is denied, unless
 * there are no rules at all.
 *
 * @param rules the rules; none allow everybody
 */
public record AccessRules(List<AccessRule> rules) {

  /** No rules: everybody is allowed. */
  public static final AccessRules NONE = new AccessRules(List.of());

  /**
   * Who may come without a name: whoever does not come by a local gate. What only processes of this
   * machine can use (UNIX sockets, memory, standard input) is for those who are known.
   */
  public static final AccessRules NOT_LOCAL = of("deny unix memory stdio", "allow");

  /** Copies the list. */
  public AccessRules {
    rules = List.copyOf(rules);
  }

  /**
   * Reads rules.
   *
   * @param rules one rule each, as {@link AccessRule} describes
   * @return the rules
   * @throws IllegalArgumentException naming the word that is none
   */
  public static AccessRules of(String... rules) {
    return new AccessRules(Stream.of(rules).map(AccessRule::parse).toList());
  }

  /**
   * Whether there are none.
   *
   * @return true if everybody is allowed
   */
  public boolean isEmpty() {
    return rules.isEmpty();
  }

  /**
   * Judges a peer.
   *
   * @param peer the peer
   * @param client the name it has or wants
   * @return whether it is allowed, and which rule denied it
   */
  public Verdict judge(Peer peer, Optional<String> client) {
    if (rules.isEmpty()) {
      return Verdict.ALLOWED;
    }
    return rules.stream()
        .filter(rule -> rule.matches(peer, client))
        .findFirst()
        .map(AccessRules::decided)
        .orElseGet(() -> Verdict.refused("no rule allows it"));
  }

  private static Verdict decided(AccessRule rule) {
    return rule.allow() ? Verdict.ALLOWED : Verdict.refused("denied by the rule '" + rule + "'");
  }
}
