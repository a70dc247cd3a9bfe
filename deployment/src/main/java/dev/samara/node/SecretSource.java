package dev.samara.node;

import dev.samara.node.config.ConfigException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Reads what is secret from a file or a variable.
 *
 * @param vertx reads files
 * @param environment gives the value of a variable, or null
 */
record SecretSource(Vertx vertx, UnaryOperator<String> environment) {

  /**
   * Reads the lines of one of them; fails with one line that quotes nothing of what is secret.
   *
   * @param group of the configuration, for messages
   */
  Future<Map<String, String>> read(String group, Optional<Path> file, Optional<String> variable) {
    return file.map(path ->
            vertx
                .fileSystem()
                .readFile(path.toString())
                .recover(_ -> Future.failedFuture(unreadable(group, "secretsFile", path)))
                .map(content -> SecretLines.read(group + ".secretsFile: " + path, content)))
        .orElseGet(() -> variable(group, variable.orElseThrow()));
  }

  private Future<Map<String, String>> variable(String group, String name) {
    return Optional.ofNullable(environment.apply(name))
        .map(value ->
            Future.succeededFuture(
                SecretLines.read(group + ".secretsVariable: " + name, Buffer.buffer(value))))
        .orElseGet(() -> Future.failedFuture(unreadable(group, "secretsVariable", name)));
  }

  private static ConfigException unreadable(String group, String option, Object place) {
    return new ConfigException("%s.%s: %s cannot be read".formatted(group, option, place));
  }
}
