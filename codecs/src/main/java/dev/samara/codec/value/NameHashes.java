package dev.samara.codec.value;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Numbers that stand for the names of one record, enum or family in the compact form: FNV-1a of 32
 * bits (draft-eastlake-fnv) of their UTF-8. Immutable.
 */
final class NameHashes {

  private static final int OFFSET_BASIS = 0x811c9dc5;
  private static final int PRIME = 0x01000193;

  private final int[] hashes;
  private final Map<Integer, Integer> places;
  private String clash;

  NameHashes(List<String> names) {
    hashes = names.stream().mapToInt(NameHashes::hash).toArray();
    places = HashMap.newHashMap(hashes.length);
    for (var i = 0; i < hashes.length; i++) {
      var other = places.put(hashes[i], i);
      if (other != null) {
        clash = "%s and %s".formatted(names.get(other), names.get(i));
      }
    }
  }

  static int hash(String name) {
    var hash = OFFSET_BASIS;
    for (var unit : name.getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ Byte.toUnsignedInt(unit)) * PRIME;
    }
    return hash;
  }

  /** Of the name at that place. */
  int at(int place) {
    return hashes[place];
  }

  /** The place of the name with that hash, or -1. */
  int placeOf(int hash) {
    return places.getOrDefault(hash, -1);
  }

  /**
   * Throws if two names have the same hash: the compact form could not tell them apart.
   *
   * @throws IllegalArgumentException naming both
   */
  NameHashes checked(String owner) {
    if (clash != null) {
      throw new IllegalArgumentException(
          "type %s: the names %s have the same hash (expected: different ones)"
              .formatted(owner, clash));
    }
    return this;
  }
}
