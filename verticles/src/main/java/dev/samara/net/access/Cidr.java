package dev.samara.net.access;

import java.net.InetAddress;
import java.util.Arrays;

/**
 * A range of IPv4 or IPv6 addresses, as RFC 4632 and RFC 4291 write them.
 *
 * @param network the lowest address of the range
 * @param prefixBits how many leading bits all its addresses have in common; 0 to 32 or 0 to 128
 */
public record Cidr(InetAddress network, int prefixBits) {

  /**
   * Checks the range.
   *
   * @throws IllegalArgumentException if there are too many bits, or bits behind the prefix are set
   */
  public Cidr {
    var bytes = network.getAddress();
    if (prefixBits < 0 || prefixBits > bytes.length * 8) {
      throw new IllegalArgumentException(
          "address range: '%s/%d' (expected: 0 to %d prefix bits)"
              .formatted(network.getHostAddress(), prefixBits, bytes.length * 8));
    }
    if (!Arrays.equals(bytes, masked(bytes, prefixBits))) {
      throw new IllegalArgumentException(
          "address range: '%s/%d' (expected: no bits set behind the prefix)"
              .formatted(network.getHostAddress(), prefixBits));
    }
  }

  /**
   * Reads a range.
   *
   * @param text {@code 10.0.0.0/8}, {@code fe80::/10}, or one address without a slash
   * @return the range
   * @throws IllegalArgumentException if it is none, also for host names
   */
  public static Cidr parse(String text) {
    var slash = text.indexOf('/');
    try {
      // An address mapped into IPv6 (::ffff:a.b.c.d) is read as the IPv4 address that it is.
      var network = address(slash < 0 ? text : text.substring(0, slash));
      var bits =
          slash < 0 ? network.getAddress().length * 8 : prefixBits(text.substring(slash + 1));
      return new Cidr(network, bits);
    } catch (IllegalArgumentException e) {
      throw e.getMessage().startsWith("address range")
          ? e
          : new IllegalArgumentException(
              "address range: '%s' (expected: an address such as 10.0.0.1 or fe80::1, or a range such as 10.0.0.0/8)"
                  .formatted(text));
    }
  }

  private static InetAddress address(String literal) {
    // Java also reads 10.1 as an address; here it is more likely a slip.
    if (!literal.matches("[0-9A-Fa-f:.]+") || !literal.matches(".*:.*|([0-9]+\\.){3}[0-9]+")) {
      throw new IllegalArgumentException(literal);
    }
    return InetAddress.ofLiteral(literal);
  }

  private static int prefixBits(String digits) {
    if (!digits.matches("0|[1-9][0-9]{0,2}")) {
      throw new IllegalArgumentException(digits);
    }
    return Integer.parseInt(digits);
  }

  /**
   * Whether an address lies within.
   *
   * @param address an IPv4 or IPv6 address
   * @return false also for an address of the other kind
   */
  public boolean contains(InetAddress address) {
    var bytes = address.getAddress();
    var lowest = network.getAddress();
    if (bytes.length != lowest.length) {
      return false;
    }
    var whole = prefixBits / 8;
    if (!Arrays.equals(bytes, 0, whole, lowest, 0, whole)) {
      return false;
    }
    var rest = prefixBits % 8;
    return rest == 0 || (bytes[whole] & mask(rest)) == lowest[whole];
  }

  private static byte[] masked(byte[] bytes, int prefixBits) {
    var masked = new byte[bytes.length];
    System.arraycopy(bytes, 0, masked, 0, prefixBits / 8);
    if (prefixBits % 8 != 0) {
      masked[prefixBits / 8] = (byte) (bytes[prefixBits / 8] & mask(prefixBits % 8));
    }
    return masked;
  }

  private static byte mask(int leadingBits) {
    return (byte) (0xFF << (8 - leadingBits));
  }

  @Override
  public String toString() {
    return network.getHostAddress() + "/" + prefixBits;
  }
}
