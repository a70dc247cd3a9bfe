package dev.samara.node.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Whom a path of the gateway and all below it is open to. The file holds a client a line: its name,
 * a space, its token or password; lines that begin with # are comments.
 *
 * @param path such as {@code /uploads}, or {@code /} for everything
 * @param scheme bearer, basic or certificate
 * @param secretsFile for bearer and basic: the file with the clients' secrets
 * @param subjects for certificate: the subjects that are let in, such as {@code CN=ann}; all that
 *     are verified if there are none
 */
public record GuardConfig(
    String path, GuardScheme scheme, Optional<Path> secretsFile, List<String> subjects) {

  /** Checks that what the scheme needs is there, and nothing else. */
  public GuardConfig {
    subjects = Checks.list(subjects);
    Checks.given("gateway.site.guards.path", path, "a path such as /uploads");
    Checks.given("gateway.site.guards.scheme", scheme, "bearer, basic or certificate");
    if (scheme.needsSecrets() != secretsFile.isPresent()) {
      throw new ConfigException(
          "gateway.site.guards.secretsFile: %s (expected: a file for bearer and basic only)"
              .formatted(secretsFile.map(Path::toString).orElse("none")));
    }
    if (scheme.needsSecrets() && !subjects.isEmpty()) {
      throw new ConfigException(
          "gateway.site.guards.subjects: %s (expected: none for %s)".formatted(subjects, scheme));
    }
  }
}
