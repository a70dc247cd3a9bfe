package dev.samara.net.socket;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How a listener speaks TLS. How long a handshake may take is one of the connection's time limits.
 *
 * @param own the certificate for clients that ask for no name, or for an unknown one
 * @param byHostName further certificates, by the host name that clients ask for (SNI, RFC 6066); a
 *     name like {@code *.example.org} covers one more label
 * @param clientAuth whether clients show certificates
 * @param trust PEM file with the authorities whose clients are believed; present if clients are
 *     asked
 * @param versions the versions spoken; at least one
 * @param plainAllowed whether clients may also speak plain text on the same port: the first byte
 *     tells (0x16 begins a TLS record, RFC 8446 section 5.1)
 * @param reloadEvery how often the files are looked at; connections made after a change get the new
 *     ones; zero for never
 */
public record TlsOptions(
    TlsKeyPair own,
    Map<String, TlsKeyPair> byHostName,
    ClientAuth clientAuth,
    Optional<Path> trust,
    Set<TlsVersion> versions,
    boolean plainAllowed,
    Duration reloadEvery) {

  /** How often the files are looked at unless told otherwise. */
  public static final Duration DEFAULT_RELOAD_EVERY = Duration.ofSeconds(5);

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException naming the option, its value and its range
   */
  public TlsOptions {
    byHostName = Map.copyOf(byHostName);
    versions = Set.copyOf(versions);
    if (versions.isEmpty()) {
      throw new IllegalArgumentException("tls.versions: none (expected: >= 1)");
    }
    if (clientAuth != ClientAuth.NONE && trust.isEmpty()) {
      throw new IllegalArgumentException(
          "tls.trust: none (expected: a file, as clientAuth is %s)".formatted(clientAuth));
    }
    if (reloadEvery.isNegative() || (reloadEvery.toMillis() < 1 && !reloadEvery.isZero())) {
      throw new IllegalArgumentException(
          "tls.reloadEvery: %s (expected: 0 or >= 1 ms)".formatted(reloadEvery));
    }
  }

  /**
   * One certificate for everybody.
   *
   * @param certificate PEM file with the certificate chain
   * @param key PEM file with the private key
   */
  public TlsOptions(Path certificate, Path key) {
    this(
        new TlsKeyPair(certificate, key),
        Map.of(),
        ClientAuth.NONE,
        Optional.empty(),
        Set.of(TlsVersion.values()),
        false,
        DEFAULT_RELOAD_EVERY);
  }

  /**
   * Adds a certificate for clients that ask for a host name.
   *
   * @param hostName the name, possibly beginning with {@code *.}
   * @param keyPair the certificate and its key
   * @return changed options
   */
  public TlsOptions withHostName(String hostName, TlsKeyPair keyPair) {
    var names = new HashMap<>(byHostName);
    names.put(hostName, keyPair);
    return new TlsOptions(own, names, clientAuth, trust, versions, plainAllowed, reloadEvery);
  }

  /**
   * Asks clients for certificates.
   *
   * @param auth whether they may do without
   * @param authorities PEM file with the authorities whose clients are believed
   * @return changed options
   */
  public TlsOptions withClientAuth(ClientAuth auth, Path authorities) {
    return new TlsOptions(
        own, byHostName, auth, Optional.of(authorities), versions, plainAllowed, reloadEvery);
  }

  /**
   * Changes the versions spoken.
   *
   * @param spoken at least one
   * @return changed options
   */
  public TlsOptions withVersions(Set<TlsVersion> spoken) {
    return new TlsOptions(own, byHostName, clientAuth, trust, spoken, plainAllowed, reloadEvery);
  }

  /**
   * Changes whether clients may also speak plain text on the same port. A client that waits for the
   * server to speak first waits in vain then, up to the time limit of the handshake.
   *
   * @param allowed whether they may
   * @return changed options
   */
  public TlsOptions withPlainAllowed(boolean allowed) {
    return new TlsOptions(own, byHostName, clientAuth, trust, versions, allowed, reloadEvery);
  }

  /**
   * Changes how often the files are looked at.
   *
   * @param period the time between; zero for never
   * @return changed options
   */
  public TlsOptions withReloadEvery(Duration period) {
    return new TlsOptions(own, byHostName, clientAuth, trust, versions, plainAllowed, period);
  }
}
