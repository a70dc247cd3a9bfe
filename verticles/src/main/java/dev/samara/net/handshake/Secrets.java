package dev.samara.net.handshake;

import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/** Where a handshake looks secrets up. Any thread may be the caller's. */
public interface Secrets {

  /**
   * Looks a secret up.
   *
   * @param name the name a client claims; any text of at most 64 characters
   * @return its secret, from any thread; empty if there is no such client; a failure turns the
   *     client away
   */
  Future<Optional<byte[]>> of(String name);

  /**
   * Secrets that do not change.
   *
   * @param byName by the client's name, as text
   * @return their UTF-8 bytes
   */
  static Secrets of(Map<String, String> byName) {
    var copy = Map.copyOf(byName);
    return name ->
        Future.succeededFuture(
            Optional.ofNullable(copy.get(name))
                .map(secret -> secret.getBytes(StandardCharsets.UTF_8)));
  }
}
