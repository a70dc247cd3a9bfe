package dev.samara.http.upload;

import java.util.HexFormat;

/**
 * A digest that bytes have to have.
 *
 * @param algorithm which digest
 * @param hex its value in lower-case hexadecimal
 */
public record ExpectedDigest(DigestAlgorithm algorithm, String hex) {
  /**
   * Makes one of a binary value.
   *
   * @param algorithm which digest
   * @param value its bytes
   * @return the expectation
   */
  public static ExpectedDigest of(DigestAlgorithm algorithm, byte[] value) {
    return new ExpectedDigest(algorithm, HexFormat.of().formatHex(value));
  }
}
