package dev.samara.net.access;

import dev.samara.net.connection.Peer;
import dev.samara.net.connection.Transport;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * One rule: whom it is about, and whether they are allowed. A list that is empty asks nothing; of
 * one that is not, one entry has to match. All lists have to match.
 *
 * <p>As text: {@code allow} or {@code deny}, then words in any order, separated by spaces:
 *
 * <pre>
 *   local                   short for 127.0.0.0/8 and ::1/128; UNIX sockets count as 127.0.0.1
 *   10.0.0.0/8  fe80::1     addresses and ranges
 *   tcp  udp  unix  ...     transports, by the names of {@link Transport}
 *   listener:NAME           the listener it came in by
 *   identity:PATTERN        a name in its verified TLS certificate; * stands for any characters
 *   client:PATTERN          the client's name; * stands for any characters
 * </pre>
 *
 * <p>So {@code allow} alone is about everybody, and {@code deny tcp client:admin} about those who
 * want to be called admin over TCP.
 *
 * @param allow whether those it is about are allowed or denied
 * @param transports how they come
 * @param addresses where they come from
 * @param listeners the listeners they come in by
 * @param identities patterns for what their verified TLS certificate calls them
 * @param clients patterns for their names
 */
public record AccessRule(
    boolean allow,
    Set<Transport> transports,
    List<Cidr> addresses,
    Set<String> listeners,
    List<String> identities,
    List<String> clients) {

  private static final String LISTENER = "listener:";
  private static final String IDENTITY = "identity:";
  private static final String CLIENT = "client:";
  private static final List<Cidr> LOCAL = List.of(Cidr.parse("127.0.0.0/8"), Cidr.parse("::1/128"));
  private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

  /** Copies the lists. */
  public AccessRule {
    transports = Set.copyOf(transports);
    addresses = List.copyOf(addresses);
    listeners = Set.copyOf(listeners);
    identities = List.copyOf(identities);
    clients = List.copyOf(clients);
  }

  /**
   * Reads a rule.
   *
   * @param text as described above
   * @return the rule
   * @throws IllegalArgumentException naming the word that is none
   */
  public static AccessRule parse(String text) {
    var words = text.strip().split("\\s+");
    var allow =
        switch (words[0]) {
          case "allow" -> true;
          case "deny" -> false;
          default ->
              throw new IllegalArgumentException(
                  "rule: '%s' (expected: allow or deny at its beginning)".formatted(text));
        };
    var transports = EnumSet.noneOf(Transport.class);
    var addresses = new ArrayList<Cidr>();
    var listeners = new ArrayList<String>();
    var identities = new ArrayList<String>();
    var clients = new ArrayList<String>();
    for (var word : List.of(words).subList(1, words.length)) {
      if (word.equals("local")) {
        addresses.addAll(LOCAL);
      } else if (word.startsWith(LISTENER)) {
        listeners.add(value(word, LISTENER));
      } else if (word.startsWith(IDENTITY)) {
        identities.add(value(word, IDENTITY));
      } else if (word.startsWith(CLIENT)) {
        clients.add(value(word, CLIENT));
      } else {
        transport(word).ifPresentOrElse(transports::add, () -> addresses.add(address(word, text)));
      }
    }
    return new AccessRule(allow, transports, addresses, Set.copyOf(listeners), identities, clients);
  }

  private static String value(String word, String key) {
    if (word.length() == key.length()) {
      throw new IllegalArgumentException("rule: '%s' (expected: a value after it)".formatted(word));
    }
    return word.substring(key.length());
  }

  private static Optional<Transport> transport(String word) {
    return Stream.of(Transport.values()).filter(known -> known.toString().equals(word)).findAny();
  }

  private static Cidr address(String word, String rule) {
    try {
      return Cidr.parse(word);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "rule: '%s' in '%s' is no address range, no transport, and none of local, %s, %s, %s: %s"
              .formatted(word, rule, LISTENER, IDENTITY, CLIENT, e.getMessage()));
    }
  }

  /**
   * Whether the rule is about somebody.
   *
   * @param peer the peer
   * @param client the name it has or wants; a rule about names is about nobody without one
   * @return true if all lists match
   */
  public boolean matches(Peer peer, Optional<String> client) {
    return (transports.isEmpty() || transports.contains(peer.transport()))
        && (listeners.isEmpty() || listeners.contains(peer.listener()))
        && (addresses.isEmpty() || addressMatches(peer))
        && (identities.isEmpty() || Glob.anyMatches(identities, peer.identities()))
        && (clients.isEmpty() || Glob.anyMatches(clients, client.stream().toList()));
  }

  private boolean addressMatches(Peer peer) {
    var address = peer.address().isDomainSocket() ? Optional.of(LOOPBACK) : peer.ipAddress();
    return address.isPresent()
        && addresses.stream().anyMatch(range -> range.contains(address.get()));
  }

  /** The text that {@link #parse} reads. */
  @Override
  public String toString() {
    var words = new ArrayList<String>();
    words.add(allow ? "allow" : "deny");
    transports.stream().sorted().forEach(one -> words.add(one.toString()));
    addresses.forEach(range -> words.add(range.toString()));
    listeners.stream().sorted().forEach(name -> words.add(LISTENER + name));
    identities.forEach(pattern -> words.add(IDENTITY + pattern));
    clients.forEach(pattern -> words.add(CLIENT + pattern));
    return String.join(" ", words);
  }
}
