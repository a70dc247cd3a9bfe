package dev.samara.node;

import dev.samara.node.config.ConfigException;
import dev.samara.node.config.RpcKeysConfig;
import dev.samara.rpc.payload.PayloadKey;
import dev.samara.rpc.payload.PayloadKeys;
import io.vertx.core.Future;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The keys that seal the calls of a node, as they were read last. Those who read again take turns.
 */
final class RpcKeys {
  private static final String GROUP = "rpc.keys";

  private final SecretSource source;
  private final RpcKeysConfig config;
  private final PayloadKeys keys;
  private Map<Integer, PayloadKey> known;

  private RpcKeys(SecretSource source, RpcKeysConfig config, Map<Integer, PayloadKey> read) {
    this.source = source;
    this.config = config;
    this.known = read;
    var all = read.values().iterator();
    this.keys = PayloadKeys.of(all.next());
    all.forEachRemaining(keys::add);
  }

  /** Reads them for the first time; fails with one line that quotes no secret. */
  static Future<RpcKeys> read(SecretSource source, RpcKeysConfig config) {
    return lines(source, config).map(read -> new RpcKeys(source, config, read));
  }

  PayloadKeys keys() {
    return keys;
  }

  /**
   * Reads them again: new ones open from now on, the first one seals, those that are gone are
   * refused. Fails, and changes nothing, if a key has another secret than before.
   *
   * @return completes with their ids, the one that seals first
   */
  Future<List<Integer>> reload() {
    return lines(source, config).map(this::change);
  }

  private synchronized List<Integer> change(Map<Integer, PayloadKey> read) {
    read.forEach((id, key) -> {
      if (known.containsKey(id) && !known.get(id).equals(key)) {
        throw new ConfigException(
            "%s: key %d has another secret than before (expected: a new id)".formatted(GROUP, id));
      }
    });
    read.values().stream().filter(key -> !known.containsKey(key.id())).forEach(keys::add);
    keys.sealWith(read.keySet().iterator().next());
    known.keySet().stream().filter(id -> !read.containsKey(id)).forEach(keys::retire);
    known = read;
    return keys.ids();
  }

  private static Future<Map<Integer, PayloadKey>> lines(SecretSource source, RpcKeysConfig config) {
    return source
        .read(GROUP, config.secretsFile(), config.secretsVariable())
        .map(lines -> {
          var read = new LinkedHashMap<Integer, PayloadKey>();
          lines.forEach((id, secret) -> {
            var key = key(id, secret);
            if (read.putIfAbsent(key.id(), key) != null) {
              throw new ConfigException("%s: key %d is there twice".formatted(GROUP, key.id()));
            }
          });
          return read;
        });
  }

  /** What is at the place of an id may be a secret: it is not quoted. */
  private static PayloadKey key(String id, String secret) {
    int number;
    try {
      number = Integer.parseInt(id);
    } catch (NumberFormatException _) {
      throw new ConfigException(
          GROUP + ": a line without an id (expected: 0 to 2147483647, a space, the key in base64)");
    }
    try {
      return PayloadKey.of(number, Base64.getDecoder().decode(secret));
    } catch (IllegalArgumentException _) {
      throw new ConfigException(
          "%s: key %d (expected: an id of 0 or more, and 16, 24 or 32 bytes in base64)"
              .formatted(GROUP, number));
    }
  }
}
