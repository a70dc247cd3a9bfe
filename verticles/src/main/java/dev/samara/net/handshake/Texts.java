package dev.samara.net.handshake;

import dev.samara.net.connection.ConnectionId;
import io.vertx.core.buffer.Buffer;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The texts of the ready handshakes. */
final class Texts {

  /** A name has at most 64 characters: the rest is for a token. */
  static final int MAX_BYTES = 1_024;

  private static final String OK = "OK";

  private Texts() {}

  /**
   * A name and what follows it.
   *
   * @param proof empty if nothing does
   */
  record Claimed(String name, String proof) {}

  /** Each connection gets its own, since it may be written to. */
  static Buffer ok() {
    return Buffer.buffer(OK);
  }

  static boolean isOk(Buffer message) {
    return message.length() == OK.length() && message.toString().equals(OK);
  }

  /** Reads {@code NAME} or {@code NAME SP PROOF}; empty if it is neither. */
  static Optional<Claimed> claimed(Buffer message) {
    return text(message)
        .map(text -> {
          var space = text.indexOf(' ');
          return space < 0
              ? new Claimed(text, "")
              : new Claimed(text.substring(0, space), text.substring(space + 1));
        })
        .filter(claimed -> isName(claimed.name()));
  }

  static Optional<String> text(Buffer message) {
    if (message.length() > MAX_BYTES) {
      return Optional.empty();
    }
    try {
      var decoder = StandardCharsets.UTF_8.newDecoder();
      return Optional.of(decoder.decode(ByteBuffer.wrap(message.getBytes())).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  static boolean isName(String text) {
    try {
      ConnectionId.checkName("client name", text);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
