package dev.samara.net.handshake;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** What both ends of the HMAC handshake compute. */
final class Hmac {

  static final int NONCE_BYTES = 32;

  private static final String ALGORITHM = "HmacSHA256";
  private static final String GREETING = "HMAC-SHA256 ";
  private static final HexFormat HEX = HexFormat.of();

  private Hmac() {}

  static Buffer challenge(byte[] nonce) {
    return Buffer.buffer(GREETING + HEX.formatHex(nonce));
  }

  /** The nonce of a challenge; empty if it is none. */
  static Optional<byte[]> nonce(Buffer challenge) {
    return Texts.text(challenge)
        .filter(text -> text.startsWith(GREETING))
        .flatMap(text -> bytes(text.substring(GREETING.length()), NONCE_BYTES));
  }

  static Optional<byte[]> bytes(String hex, int byteCount) {
    try {
      return Optional.of(HEX.parseHex(hex)).filter(bytes -> bytes.length == byteCount);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** The secret must not be empty. */
  static byte[] mac(byte[] secret, byte[] nonce, String name) {
    try {
      var mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(secret, ALGORITHM));
      mac.update(nonce);
      return mac.doFinal(name.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has " + ALGORITHM, e);
    }
  }

  static String hex(byte[] bytes) {
    return HEX.formatHex(bytes);
  }
}
