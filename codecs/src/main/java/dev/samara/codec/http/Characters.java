package dev.samara.codec.http;

/** Which byte may stand where. */
final class Characters {
  /** RFC 9110, section 5.6.2: tchar. */
  static final int TOKEN = 1;

  /** RFC 9110, section 5.5: field-vchar, space and tab. */
  static final int VALUE = 2;

  /** Visible ASCII without the number sign, which never is part of a request target. */
  static final int TARGET = 4;

  /** RFC 3986, section 3.2.2: reg-name, without the percent sign. */
  static final int NAME = 8;

  /** Within the brackets of an IP-literal. */
  static final int LITERAL = 16;

  private static final byte[] KINDS = new byte[256];

  static {
    for (int c = '0'; c <= 'z'; c++) {
      if (Character.isLetterOrDigit(c)) {
        KINDS[c] |= TOKEN | NAME | LITERAL;
      }
    }
    mark("!#$%&'*+-.^_`|~", TOKEN);
    mark("-._~!$&'()*+,;=", NAME | LITERAL);
    mark(":", LITERAL);
    for (int c = 0x21; c <= 0xff; c++) {
      if (c != 0x7f) {
        KINDS[c] |= VALUE;
      }
    }
    mark(" \t", VALUE);
    for (int c = 0x21; c < 0x7f; c++) {
      if (c != '#') {
        KINDS[c] |= TARGET;
      }
    }
  }

  private Characters() {}

  static boolean is(int kind, byte b) {
    return (KINDS[b & 0xff] & kind) != 0;
  }

  static boolean isDigit(byte b) {
    return b >= '0' && b <= '9';
  }

  /** The value of a hexadecimal digit, -1 for anything else. */
  static int hex(byte b) {
    return switch (b) {
      case '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> b - '0';
      case 'a', 'b', 'c', 'd', 'e', 'f' -> b - 'a' + 10;
      case 'A', 'B', 'C', 'D', 'E', 'F' -> b - 'A' + 10;
      default -> -1;
    };
  }

  static boolean isBlank(byte b) {
    return b == ' ' || b == '\t';
  }

  private static void mark(String characters, int kinds) {
    for (int i = 0; i < characters.length(); i++) {
      KINDS[characters.charAt(i)] |= (byte) kinds;
    }
  }
}
