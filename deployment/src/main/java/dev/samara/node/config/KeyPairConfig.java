package dev.samara.node.config;

import dev.samara.net.socket.TlsKeyPair;
import java.nio.file.Path;

/**
 * A certificate for one host name.
 *
 * @param certificate PEM file with the certificate chain
 * @param key PEM file with the private key
 */
public record KeyPairConfig(Path certificate, Path key) {

  /** Checks that both are there. */
  public KeyPairConfig {
    Checks.given("certificate", certificate, "a PEM file");
    Checks.given("key", key, "a PEM file");
  }

  TlsKeyPair files() {
    return new TlsKeyPair(certificate, key);
  }
}
