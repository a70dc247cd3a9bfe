package dev.samara.node.config;

import java.nio.file.Path;

/**
 * A listener's certificate.
 *
 * @param certificate PEM file with the certificate chain
 * @param key PEM file with the private key
 */
public record TlsConfig(Path certificate, Path key) {

  /** Checks that both are there. */
  public TlsConfig {
    Checks.given("tls.certificate", certificate, "a PEM file");
    Checks.given("tls.key", key, "a PEM file");
  }
}
