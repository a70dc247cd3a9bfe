package dev.samara.net.socket;

import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * How a connector speaks TLS. The server's certificate is always verified, its name included. The
 * files are read anew for each connection, so that a change needs no restart.
 *
 * @param trust PEM file with the authorities to believe, instead of the system's
 * @param own the certificate to show to servers that ask for one
 * @param serverName the name to ask for (SNI) and to find in the certificate; empty for the host
 *     that is dialled
 * @param versions the versions spoken; at least one
 */
public record TlsClientOptions(
    Optional<Path> trust,
    Optional<TlsKeyPair> own,
    Optional<String> serverName,
    Set<TlsVersion> versions) {

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException naming the option, its value and its range
   */
  public TlsClientOptions {
    versions = Set.copyOf(versions);
    if (versions.isEmpty()) {
      throw new IllegalArgumentException("tls.versions: none (expected: >= 1)");
    }
  }

  /**
   * No certificate of its own.
   *
   * @param trust PEM file with the authorities to believe; empty for the system's
   * @return options
   */
  public static TlsClientOptions trusting(Optional<Path> trust) {
    return new TlsClientOptions(
        trust, Optional.empty(), Optional.empty(), Set.of(TlsVersion.values()));
  }

  /**
   * Shows a certificate to servers that ask for one.
   *
   * @param keyPair the certificate and its key
   * @return changed options
   */
  public TlsClientOptions withOwn(TlsKeyPair keyPair) {
    return new TlsClientOptions(trust, Optional.of(keyPair), serverName, versions);
  }

  /**
   * Asks for another name than the host that is dialled.
   *
   * @param name the host name
   * @return changed options
   */
  public TlsClientOptions withServerName(String name) {
    return new TlsClientOptions(trust, own, Optional.of(name), versions);
  }

  /**
   * Changes the versions spoken.
   *
   * @param spoken at least one
   * @return changed options
   */
  public TlsClientOptions withVersions(Set<TlsVersion> spoken) {
    return new TlsClientOptions(trust, own, serverName, spoken);
  }
}
