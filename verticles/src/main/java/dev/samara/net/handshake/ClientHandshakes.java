package dev.samara.net.handshake;

import dev.samara.net.connection.ConnectionId;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The other ends of the ready handshakes, for connections that were dialled: this side says who it
 * is. {@link Handshakes} puts them in front of a route as well; the route may send from the moment
 * when its session opens, which is when the server has agreed. What is sent before that, through
 * the connection itself, stands back until then, and comes back if the server does not agree.
 */
public final class ClientHandshakes {

  private ClientHandshakes() {}

  /**
   * Says a name and waits for {@code OK}.
   *
   * @param name this side's name
   * @return the handshake
   * @throws IllegalArgumentException if the name has other characters than letters, digits, dots,
   *     dashes and underscores
   */
  public static Handshake keyword(String name) {
    ConnectionId.checkName("client name", name);
    return _ -> new Saying(Buffer.buffer(name));
  }

  /**
   * Says a name and a token and waits for {@code OK}.
   *
   * @param name this side's name
   * @param token the token, not empty
   * @return the handshake
   * @throws IllegalArgumentException if the name has other characters than letters, digits, dots,
   *     dashes and underscores, or the token is empty
   */
  public static Handshake token(String name, String token) {
    ConnectionId.checkName("client name", name);
    if (token.isEmpty()) {
      throw new IllegalArgumentException("token: '' (expected: not empty)");
    }
    return _ -> new Saying(Buffer.buffer(name + " " + token));
  }

  /**
   * Waits for the challenge, answers it, and waits for {@code OK}.
   *
   * @param name this side's name
   * @param secret the shared secret, not empty; UTF-8 bytes are taken
   * @return the handshake
   * @throws IllegalArgumentException if the name has other characters than letters, digits, dots,
   *     dashes and underscores, or the secret is empty
   */
  public static Handshake hmac(String name, String secret) {
    ConnectionId.checkName("client name", name);
    if (secret.isEmpty()) {
      throw new IllegalArgumentException("secret: '' (expected: not empty)");
    }
    var key = secret.getBytes(StandardCharsets.UTF_8);
    return _ -> new Answering(challenge -> answer(challenge, key, name));
  }

  private static Optional<Buffer> answer(Buffer challenge, byte[] secret, String name) {
    return Hmac.nonce(challenge)
        .map(nonce -> Buffer.buffer(name + " " + Hmac.hex(Hmac.mac(secret, nonce, name))));
  }

  private static Future<Step> last(Buffer message) {
    return Future.succeededFuture(
        Texts.isOk(message)
            ? new Step.Accept(Optional.empty(), List.of())
            : new Step.Refuse("the server did not answer OK"));
  }

  /** Says something and expects OK. */
  private record Saying(Buffer greeting) implements Handshake.Exchange {

    @Override
    public Future<Step> start() {
      return Future.succeededFuture(Step.ask(greeting));
    }

    @Override
    public Future<Step> message(Buffer message) {
      return last(message);
    }
  }

  /** Answers one message and expects OK. */
  private static final class Answering implements Handshake.Exchange {

    private final Function<Buffer, Optional<Buffer>> answer;
    private boolean answered;

    Answering(Function<Buffer, Optional<Buffer>> answer) {
      this.answer = answer;
    }

    @Override
    public Future<Step> start() {
      return Future.succeededFuture(Step.ask());
    }

    @Override
    public Future<Step> message(Buffer message) {
      if (answered) {
        return last(message);
      }
      answered = true;
      return Future.succeededFuture(
          answer
              .apply(message)
              .map(Step::ask)
              .orElseGet(() -> new Step.Refuse("the server sent no challenge")));
    }
  }
}
