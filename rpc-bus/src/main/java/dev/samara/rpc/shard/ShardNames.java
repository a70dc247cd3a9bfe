package dev.samara.rpc.shard;

import dev.samara.rpc.contract.ServiceNames;
import dev.samara.rpc.hash.StableHash;

/**
 * What the parts of a service in shards are called. The count is part of the names, so that those
 * who divide a service in another way never meet.
 *
 * @param name the service's name
 * @param version 1 to 1,000,000
 * @param count how many shards
 */
public record ShardNames(String name, int version, int count) {

  /** Fails with an IllegalArgumentException if the name is none, or too long for its shards. */
  public ShardNames {
    ServiceNames.checked(name);
    ServiceNames.versioned(name + ".shard-" + (count - 1) + "-of-" + count, version);
  }

  /**
   * The service's name with its version.
   *
   * @return such as {@code cart}
   */
  public String service() {
    return ServiceNames.versioned(name, version);
  }

  /**
   * The service that is one shard.
   *
   * @param shard its index
   * @return such as {@code cart.shard-7-of-64}
   */
  public String shard(int shard) {
    return ServiceNames.versioned(name + ".shard-" + shard + "-of-" + count, version);
  }

  /**
   * The service of nodes that host shards.
   *
   * @return such as {@code cart.host-of-64}
   */
  public String host() {
    return ServiceNames.versioned(name + ".host-of-" + count, version);
  }

  /**
   * Whether a service is that of nodes that divide the same service in another way.
   *
   * @param other a service's name
   * @return true for such as {@code cart.host-of-32}
   */
  boolean isOtherHost(String other) {
    return other.startsWith(name + ".host-of-")
        && other.endsWith(version == 1 ? "" : ":" + version)
        && other.contains(":") == version > 1
        && !other.equals(host());
  }

  /**
   * The cluster's lock and counter of a shard.
   *
   * @param shard its index
   * @return such as {@code samara.shard.cart.7}
   */
  String lock(int shard) {
    return "samara.shard." + service() + "." + shard;
  }

  /**
   * The shard of a key.
   *
   * @param key any
   * @return its index: {@link StableHash#index}
   */
  public int shardOf(String key) {
    return StableHash.index(key, count);
  }
}
