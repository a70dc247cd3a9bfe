package dev.samara.node;

import dev.samara.net.connection.ConnectionId;
import dev.samara.node.config.ConfigException;
import io.vertx.core.buffer.Buffer;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Secrets by client, in the order of their lines: {@code NAME SECRET}. Empty lines and those that
 * begin with # are skipped. Nothing of a line is ever quoted: what is at the wrong place may be the
 * secret.
 */
final class SecretLines {

  private SecretLines() {}

  static Map<String, String> read(String place, Buffer content) {
    var secrets = new LinkedHashMap<String, String>();
    var number = 0;
    for (var line : text(place, content).lines().map(String::strip).toList()) {
      number++;
      if (!line.isEmpty() && !line.startsWith("#")) {
        add(secrets, line, "%s, line %d".formatted(place, number));
      }
    }
    if (secrets.isEmpty()) {
      throw new ConfigException(place + " holds no secrets (expected: NAME SECRET in each line)");
    }
    return secrets;
  }

  private static String text(String place, Buffer content) {
    try {
      var decoder = StandardCharsets.UTF_8.newDecoder();
      return decoder.decode(ByteBuffer.wrap(content.getBytes())).toString();
    } catch (CharacterCodingException _) {
      throw new ConfigException(place + " is not UTF-8");
    }
  }

  private static void add(Map<String, String> secrets, String line, String place) {
    var parts = line.split("\\s+", 2);
    if (parts.length < 2 || !isName(parts[0])) {
      throw new ConfigException(place + " is none (expected: NAME SECRET)");
    }
    if (secrets.put(parts[0], parts[1]) != null) {
      throw new ConfigException(place + " has a name that another line has");
    }
  }

  private static boolean isName(String text) {
    try {
      ConnectionId.checkName("client name", text);
      return true;
    } catch (IllegalArgumentException _) {
      return false;
    }
  }
}
