package dev.samara.net.handshake;

import dev.samara.net.connection.Peer;
import dev.samara.net.handshake.Texts.Claimed;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Optional;

/**
 * The server sends a number that it uses once, the client proves with it that it has the secret. An
 * answer that was overheard fits no other connection.
 *
 * @param secrets by name
 */
record HmacHandshake(Secrets secrets) implements Handshake {

  /** SHA-256 gives as many. */
  private static final int MAC_BYTES = 32;

  private static final SecureRandom RANDOM = new SecureRandom();

  /** In place of the secret of a name that nobody has: no answer is right, and it takes as long. */
  private static final byte[] NOBODYS = nonce();

  private static byte[] nonce() {
    var nonce = new byte[Hmac.NONCE_BYTES];
    RANDOM.nextBytes(nonce);
    return nonce;
  }

  @Override
  public Exchange begin(Peer peer) {
    return new Challenge(secrets, nonce());
  }

  /** Allows one try. */
  private record Challenge(Secrets secrets, byte[] nonce) implements Exchange {

    @Override
    public Future<Step> start() {
      return Future.succeededFuture(Step.ask(Hmac.challenge(nonce)));
    }

    @Override
    public Future<Step> message(Buffer message) {
      var claimed = Texts.claimed(message);
      var mac = claimed.flatMap(answer -> Hmac.bytes(answer.proof(), MAC_BYTES));
      return mac.isPresent()
          ? check(claimed.get(), mac.get())
          : Future.succeededFuture(new Step.Unknown("it sent no name and HMAC"));
    }

    private Future<Step> check(Claimed claimed, byte[] mac) {
      return secrets.of(claimed.name()).map(secret -> judge(claimed, mac, secret));
    }

    private Step judge(Claimed claimed, byte[] mac, Optional<byte[]> secret) {
      var usable = secret.filter(bytes -> bytes.length > 0);
      var expected = Hmac.mac(usable.orElse(NOBODYS), nonce, claimed.name());
      var right = MessageDigest.isEqual(expected, mac);
      return right && usable.isPresent()
          ? Step.accept(claimed.name(), Texts.ok())
          : new Step.Refuse("wrong name or secret");
    }
  }
}
