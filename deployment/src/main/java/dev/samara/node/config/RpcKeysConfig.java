package dev.samara.node.config;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Where the keys are that seal all calls between nodes: a key a line, its id, a space, and 16, 24
 * or 32 bytes in base64. The first one seals, all open. Lines that begin with # are comments.
 *
 * @param secretsFile the file
 * @param secretsVariable instead of the file: the environment variable
 */
public record RpcKeysConfig(Optional<Path> secretsFile, Optional<String> secretsVariable) {

  /** Checks that it is one of them. */
  public RpcKeysConfig {
    if (secretsFile.isPresent() == secretsVariable.isPresent()) {
      throw new ConfigException(
          "rpc.keys.secretsFile: %s (expected: either it or secretsVariable)"
              .formatted(secretsFile.isPresent() ? "and secretsVariable" : "none"));
    }
  }
}
