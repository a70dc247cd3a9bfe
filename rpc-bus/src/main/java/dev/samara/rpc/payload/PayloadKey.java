package dev.samara.rpc.payload;

import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * A secret that the nodes of a cluster share, and the number by which messages name it. Its text
 * does not show the secret.
 *
 * @param id 0 to 2,147,483,647; never to be used for another secret
 * @param secret for AES
 */
public record PayloadKey(int id, SecretKey secret) {

  /** Checks the number. */
  public PayloadKey {
    if (id < 0) {
      throw new IllegalArgumentException(
          "id: %d (expected: 0 to %d)".formatted(id, Integer.MAX_VALUE));
    }
  }

  /**
   * A key of its bytes.
   *
   * @param id 0 to 2,147,483,647
   * @param secret 16, 24 or 32 bytes of good randomness; copied
   * @return the key
   * @throws IllegalArgumentException if there are more or fewer
   */
  public static PayloadKey of(int id, byte[] secret) {
    if (secret.length != 16 && secret.length != 24 && secret.length != 32) {
      throw new IllegalArgumentException(
          "secret: %d bytes (expected: 16, 24 or 32)".formatted(secret.length));
    }
    return new PayloadKey(id, new SecretKeySpec(secret, "AES"));
  }

  @Override
  public String toString() {
    return "key " + id;
  }
}
