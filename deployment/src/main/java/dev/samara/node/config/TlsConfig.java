package dev.samara.node.config;

import dev.samara.net.socket.ClientAuth;
import dev.samara.net.socket.TlsClientOptions;
import dev.samara.net.socket.TlsKeyPair;
import dev.samara.net.socket.TlsOptions;
import dev.samara.net.socket.TlsVersion;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How a listener speaks TLS.
 *
 * @param certificate PEM file with the certificate chain
 * @param key PEM file with the private key
 * @param hostNames further certificates, by the host name that clients ask for
 * @param clientAuth whether clients show certificates: none, request or require
 * @param trust PEM file with the authorities whose clients are believed
 * @param versions the versions spoken: TLSv1.2, TLSv1.3; both if there are none
 * @param mode on, or auto to let plain text in on the same port as well
 * @param reloadEvery how often the files are looked at; 0 for never
 */
public record TlsConfig(
    Path certificate,
    Path key,
    Map<String, KeyPairConfig> hostNames,
    Optional<ClientAuth> clientAuth,
    Optional<Path> trust,
    List<String> versions,
    Optional<Mode> mode,
    Optional<Duration> reloadEvery) {

  /** Whether plain text is let in on the same port. */
  public enum Mode {
    /** It is not. */
    ON,
    /** The first byte tells. */
    AUTO;

    @Override
    public String toString() {
      return this == ON ? "on" : "auto";
    }
  }

  /** Checks that both files are there. */
  public TlsConfig {
    Checks.given("tls.certificate", certificate, "a PEM file");
    Checks.given("tls.key", key, "a PEM file");
    hostNames = hostNames == null ? Map.of() : Map.copyOf(hostNames);
    versions = Checks.list(versions);
  }

  /**
   * Whether clients are asked for certificates.
   *
   * @return true if they are
   */
  public boolean asksClients() {
    return clientAuth.orElse(ClientAuth.NONE) != ClientAuth.NONE;
  }

  /**
   * The options as the core takes them.
   *
   * @return options
   * @throws ConfigException naming the option, its value and its range
   */
  public TlsOptions options() {
    return Checks.in("tls.", () -> over(new TlsOptions(certificate, key)));
  }

  /**
   * The options of one that dials its like: it believes the same authorities, and shows the same
   * certificate where one is asked for.
   *
   * @return options
   * @throws ConfigException naming the option, its value and its range
   */
  TlsClientOptions clientOptions() {
    var server = options();
    var client = TlsClientOptions.trusting(trust).withVersions(server.versions());
    return asksClients() ? client.withOwn(server.own()) : client;
  }

  private TlsOptions over(TlsOptions usual) {
    return new TlsOptions(
        new TlsKeyPair(certificate, key),
        hostNames.entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().files())),
        clientAuth.orElse(usual.clientAuth()),
        trust,
        versions.isEmpty() ? usual.versions() : spoken(),
        mode.orElse(Mode.ON) == Mode.AUTO,
        reloadEvery.orElse(usual.reloadEvery()));
  }

  private Set<TlsVersion> spoken() {
    return versions.stream().map(TlsConfig::version).collect(Collectors.toSet());
  }

  private static TlsVersion version(String name) {
    return Stream.of(TlsVersion.values())
        .filter(version -> version.protocol().equals(name))
        .findFirst()
        .orElseThrow(() ->
            new ConfigException(
                "tls.versions: '%s' (expected: TLSv1.2 or TLSv1.3)".formatted(name)));
  }
}
