package dev.samara.node.config;

import dev.samara.net.access.AccessRules;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What peers have to do before their messages go anywhere. The file and the variable hold a client
 * a line: its name, a space, its secret; lines that begin with # are comments.
 *
 * @param kind keyword, token, hmac, tls-identity or name-first
 * @param secretsFile for token and hmac: the file with the clients' secrets
 * @param secretsVariable for token and hmac, instead of the file: the environment variable
 * @param anyName for keyword: whether names are let in that are not in {@code clients.expect}
 * @param unknownRoute where messages of peers go that the handshake does not know; they are turned
 *     away if absent
 * @param unknownRules which of these peers may go there; unless given, whoever does not come over a
 *     UNIX socket or another way that is only open within this machine
 */
public record HandshakeConfig(
    HandshakeKind kind,
    Optional<Path> secretsFile,
    Optional<String> secretsVariable,
    Optional<Boolean> anyName,
    Optional<String> unknownRoute,
    Optional<List<String>> unknownRules) {

  /** Checks that what the kind needs is there, and nothing else. */
  public HandshakeConfig {
    Checks.given("handshake.kind", kind, "keyword, token, hmac, tls-identity or name-first");
    if (kind.needsSecrets() && secretsFile.isPresent() == secretsVariable.isPresent()) {
      throw new ConfigException(
          "handshake.secretsFile: %s (expected: either it or secretsVariable for %s)"
              .formatted(secretsFile.isPresent() ? "and secretsVariable" : "none", kind));
    }
    if (!kind.needsSecrets() && (secretsFile.isPresent() || secretsVariable.isPresent())) {
      throw new ConfigException(
          "handshake.kind: %s with secrets (expected: token or hmac)".formatted(kind));
    }
    if (unknownRules.isPresent() && unknownRoute.isEmpty()) {
      throw new ConfigException(
          "handshake.unknownRules: without unknownRoute (expected: both or only the route)");
    }
    rules(unknownRules);
    if (kind != HandshakeKind.KEYWORD && anyName.isPresent()) {
      throw new ConfigException(
          "handshake.anyName: %s with %s (expected: only with keyword)"
              .formatted(anyName.get(), kind));
    }
  }

  /**
   * Which peers may use the unknown route, as the core takes it.
   *
   * @return the rules
   */
  public AccessRules routeRules() {
    return rules(unknownRules);
  }

  private static AccessRules rules(Optional<List<String>> given) {
    return given
        .map(texts -> AccessConfig.rules("handshake.unknownRules", texts))
        .orElse(AccessRules.NOT_LOCAL);
  }
}
