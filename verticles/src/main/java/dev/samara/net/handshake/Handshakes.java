package dev.samara.net.handshake;

import dev.samara.net.access.AccessRules;
import dev.samara.net.client.ClientRegistry;
import dev.samara.net.connection.Peer;
import dev.samara.net.connection.Route;
import io.vertx.core.buffer.Buffer;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Puts handshakes in front of routes, and has the usual ones ready. A handshake's messages are in
 * the balance as dealt with; how long it may take is {@code Timeouts.handshake}, and zero there
 * lets a peer be silent for as long as it likes.
 */
public final class Handshakes {

  private Handshakes() {}

  /**
   * A route whose peers have to say who they are first. The route's session is opened when the
   * handshake is content and the registry has given the name, and gets the messages that follow.
   * Everybody else is turned away, and counted.
   *
   * @param route where messages go afterwards
   * @param handshake the handshake; one of {@link ClientHandshakes} for connections that were
   *     dialled
   * @param clients where names are claimed
   * @return the route, with the name of the one inside
   */
  public static Route required(Route route, Handshake handshake, ClientRegistry clients) {
    return new HandshakeRoute(route, Optional.empty(), AccessRules.NONE, handshake, clients);
  }

  /**
   * As {@link #required}, except that peers which the handshake does not know ({@link
   * Step.Unknown}) go to a route of their own, without a name, unless they come by a local gate
   * ({@link AccessRules#NOT_LOCAL}). They may be adopted later.
   *
   * @param route where messages of known clients go
   * @param unknown where messages of unknown ones go, beginning with the one that nobody knew
   * @param handshake the handshake
   * @param clients where names are claimed
   * @return the route, with the name of the one inside
   */
  public static Route offered(
      Route route, Route unknown, Handshake handshake, ClientRegistry clients) {
    return offered(route, unknown, AccessRules.NOT_LOCAL, handshake, clients);
  }

  /**
   * As {@link #offered(Route, Route, Handshake, ClientRegistry)}, with rules of one's own.
   *
   * @param route where messages of known clients go
   * @param unknown where messages of unknown ones go, beginning with the one that nobody knew
   * @param unknownRules which unknown peers may go there; the others are turned away, and counted.
   *     {@link AccessRules#NONE} lets all of them
   * @param handshake the handshake
   * @param clients where names are claimed
   * @return the route, with the name of the one inside
   */
  public static Route offered(
      Route route,
      Route unknown,
      AccessRules unknownRules,
      Handshake handshake,
      ClientRegistry clients) {
    return new HandshakeRoute(route, Optional.of(unknown), unknownRules, handshake, clients);
  }

  /**
   * The client sends its name, the server answers {@code OK}.
   *
   * @param known whether a name is known; {@code clients::isExpected} for expected ones only
   * @return the handshake
   */
  public static Handshake keyword(Predicate<String> known) {
    return new NameHandshake(known, true, _ -> Optional.empty());
  }

  /**
   * The client sends its name; any name will do, and there is no answer.
   *
   * @param farewell makes the message for somebody who does not get the name, of the reason
   * @return the handshake
   */
  public static Handshake nameFirst(Function<String, Optional<Buffer>> farewell) {
    return new NameHandshake(_ -> true, false, farewell);
  }

  /**
   * The client sends its name and a token, the server answers {@code OK}.
   *
   * @param tokens the token of each client
   * @return the handshake; tokens are compared in a time that does not depend on what was sent
   */
  public static Handshake token(Secrets tokens) {
    return new TokenHandshake(tokens);
  }

  /**
   * The server sends a nonce, the client answers with its name and an HMAC-SHA256, the server
   * answers {@code OK}.
   *
   * @param secrets the secret of each client
   * @return the handshake
   */
  public static Handshake hmac(Secrets secrets) {
    return new HmacHandshake(secrets);
  }

  /**
   * The client's name is the first name in its verified TLS certificate that can be one.
   *
   * @return the handshake
   */
  public static Handshake tlsIdentity() {
    return tlsIdentity(IdentityHandshake::firstName);
  }

  /**
   * The client's name follows from its verified TLS certificate.
   *
   * @param naming makes a name of a peer, from {@link Peer#identities}; empty if it has none.
   *     Called on the connection's event loop
   * @return the handshake
   */
  public static Handshake tlsIdentity(Function<Peer, Optional<String>> naming) {
    return new IdentityHandshake(naming);
  }
}
