package dev.samara.codec.http;

/** {@code uri-host [ ":" port ]} of RFC 3986, section 3.2, without user information, not empty. */
final class Authority {
  private static final int MAX_PORT = 65_535;

  private Authority() {}

  static boolean isValid(String text) {
    int hostEnd = text.startsWith("[") ? literalEnd(text) : nameEnd(text);
    return hostEnd > 0 && (hostEnd == text.length() || isPort(text, hostEnd));
  }

  static boolean hasPort(String valid) {
    int colon = valid.lastIndexOf(':');
    return colon > valid.lastIndexOf(']') && colon < valid.length() - 1;
  }

  /** After the closing bracket; -1 when there is none or nothing in them. */
  private static int literalEnd(String text) {
    int end = 1;
    while (end < text.length() && is(Characters.LITERAL, text.charAt(end))) {
      end++;
    }
    return end > 1 && end < text.length() && text.charAt(end) == ']' ? end + 1 : -1;
  }

  private static int nameEnd(String text) {
    int at = 0;
    while (at < text.length() && text.charAt(at) != ':') {
      if (text.charAt(at) == '%') {
        if (at + 2 >= text.length() || !isHex(text.charAt(at + 1)) || !isHex(text.charAt(at + 2))) {
          return -1;
        }
        at += 3;
      } else if (is(Characters.NAME, text.charAt(at))) {
        at++;
      } else {
        return -1;
      }
    }
    return at;
  }

  /** A colon and digits, which may be missing. */
  private static boolean isPort(String text, int at) {
    if (text.charAt(at) != ':') {
      return false;
    }
    int port = 0;
    for (int i = at + 1; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < '0' || c > '9') {
        return false;
      }
      port = Math.min(port * 10 + c - '0', MAX_PORT + 1);
    }
    return port <= MAX_PORT;
  }

  private static boolean is(int kind, char c) {
    return c < 0x80 && Characters.is(kind, (byte) c);
  }

  private static boolean isHex(char c) {
    return c < 0x80 && Characters.hex((byte) c) >= 0;
  }
}
