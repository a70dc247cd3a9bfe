package dev.samara.net.handshake;

import dev.samara.net.connection.Peer;
import dev.samara.net.handshake.Texts.Claimed;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;

/**
 * The first message is the name and a shared token.
 *
 * @param tokens by name
 */
record TokenHandshake(Secrets tokens) implements Handshake, Handshake.Exchange {

  /** Nobody tells by the time it takes whether it was the name or the token that was wrong. */
  private static final byte[] NOBODYS = new byte[32];

  @Override
  public Exchange begin(Peer peer) {
    return this;
  }

  @Override
  public Future<Step> start() {
    return Future.succeededFuture(Step.ask());
  }

  @Override
  public Future<Step> message(Buffer message) {
    return Texts.claimed(message)
        .map(this::check)
        .orElseGet(() -> Future.succeededFuture(new Step.Unknown("it sent no name and token")));
  }

  private Future<Step> check(Claimed claimed) {
    return tokens.of(claimed.name()).map(token -> judge(claimed, token));
  }

  private static Step judge(Claimed claimed, Optional<byte[]> token) {
    var sent = claimed.proof().getBytes(StandardCharsets.UTF_8);
    // An empty token would let everybody in who knows the name.
    var usable = token.filter(bytes -> bytes.length > 0);
    // In this order the time depends on the length of what was sent only.
    var right = MessageDigest.isEqual(sent, usable.orElse(NOBODYS));
    return right && usable.isPresent()
        ? Step.accept(claimed.name(), Texts.ok())
        : new Step.Refuse("wrong name or token");
  }
}
