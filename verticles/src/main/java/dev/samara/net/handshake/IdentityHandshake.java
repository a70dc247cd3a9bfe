package dev.samara.net.handshake;

import dev.samara.net.connection.Peer;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * The verified TLS certificate says who it is; nothing is sent.
 *
 * @param naming makes a name of a peer; empty if it has none
 */
record IdentityHandshake(Function<Peer, Optional<String>> naming) implements Handshake {

  private static final Pattern KIND = Pattern.compile("^(cn|dns):");

  /** The first identity that can be a client's name: a common name, or a host name. */
  static Optional<String> firstName(Peer peer) {
    return peer.identities().stream()
        .map(identity -> KIND.matcher(identity).replaceFirst(""))
        .filter(Texts::isName)
        .findFirst();
  }

  @Override
  public Exchange begin(Peer peer) {
    return new Exchange() {

      @Override
      public Future<Step> start() {
        return Future.succeededFuture(
            naming
                .apply(peer)
                .<Step>map(Step::accept)
                .orElseGet(() -> new Step.Unknown("its certificate has no name for it")));
      }

      @Override
      public Future<Step> message(Buffer message) {
        throw new IllegalStateException("the first step is the last");
      }
    };
  }
}
