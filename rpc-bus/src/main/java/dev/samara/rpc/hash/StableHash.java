package dev.samara.rpc.hash;

import java.nio.charset.StandardCharsets;

/**
 * A hash of texts that is part of what nodes agree about: FNV-1a of 64 bits over the text's UTF-8
 * (draft-eastlake-fnv), whose bits are then mixed by the finalizer of SplitMix64 (Steele, Lea and
 * Flood, 2014). Any thread.
 */
public final class StableHash {
  private static final long OFFSET_BASIS = 0xcbf29ce484222325L;
  private static final long PRIME = 0x100000001b3L;

  private StableHash() {}

  /**
   * Hashes a text.
   *
   * @param text any
   * @return all 64 bits are used
   */
  public static long of(String text) {
    long hash = OFFSET_BASIS;
    for (byte unit : text.getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ Byte.toUnsignedInt(unit)) * PRIME;
    }
    hash = (hash ^ hash >>> 30) * 0xbf58476d1ce4e5b9L;
    hash = (hash ^ hash >>> 27) * 0x94d049bb133111ebL;
    return hash ^ hash >>> 31;
  }

  /**
   * Which of several a key belongs to.
   *
   * @param key any
   * @param count how many there are, 1 or more
   * @return the hash as an unsigned number modulo the count: 0 to {@code count - 1}
   */
  public static int index(String key, int count) {
    return (int) Long.remainderUnsigned(of(key), count);
  }

  /**
   * The number that a node draws for a key: of several nodes the highest wins (highest random
   * weight, Thaler and Ravishankar, 1998). If a node goes, only its keys move.
   *
   * @param nodeId the node
   * @param key any
   * @return to be compared as a signed number; on a tie the greater id wins
   */
  public static long weight(String nodeId, String key) {
    return of(nodeId + '\0' + key);
  }
}
