package dev.samara.node.config;

import java.util.Locale;

/** How a peer says who it is. */
public enum HandshakeKind {
  /** It sends its name, and gets OK. */
  KEYWORD,
  /** It sends its name and a token, and gets OK. */
  TOKEN,
  /** It proves that it has a secret, which is not sent, and gets OK. */
  HMAC,
  /** Its verified TLS certificate says it. */
  TLS_IDENTITY,
  /** It sends any name, and gets no answer. */
  NAME_FIRST;

  boolean needsSecrets() {
    return this == TOKEN || this == HMAC;
  }

  /** The name as files have it, such as {@code tls-identity}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
