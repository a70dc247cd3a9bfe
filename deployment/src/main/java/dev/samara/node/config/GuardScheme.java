package dev.samara.node.config;

import java.util.Locale;

/** How whoever sends a request over HTTP says who it is. */
public enum GuardScheme {
  /** By a token. */
  BEARER,
  /** By a name and a password. */
  BASIC,
  /** By a verified TLS certificate. */
  CERTIFICATE;

  boolean needsSecrets() {
    return this != CERTIFICATE;
  }

  /** The name as files have it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
