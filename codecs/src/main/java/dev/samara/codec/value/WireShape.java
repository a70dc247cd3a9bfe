package dev.samara.codec.value;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What the values of a peer look like, as its schema says. Any thread. */
sealed interface WireShape {

  /** A basic type or an enum. */
  record Plain(Layout layout) implements WireShape {}

  /** An optional or nullable value. */
  record Maybe(WireShape content) implements WireShape {}

  /** A list, a set or an array. */
  record Sequence(WireShape element) implements WireShape {}

  /** A map. */
  record Entries(WireShape key, WireShape value) implements WireShape {}

  /** The arguments of a call. */
  record Tuple(List<WireShape> parts) implements WireShape {}

  /** A sealed family: its records by the hashes of their names. */
  record Family(Map<Integer, Fields> members) implements WireShape {}

  /** A record: the hashes of its components' names, and their shapes, in the order of the bytes. */
  final class Fields implements WireShape {

    private final Map<RecordShape, int[]> targets = new ConcurrentHashMap<>();

    /** Both are set once, while the schema is read: a record may hold itself. */
    private int[] hashes;

    private WireShape[] shapes;

    void set(int[] nameHashes, WireShape[] fieldShapes) {
      hashes = nameHashes;
      shapes = fieldShapes;
    }

    int count() {
      return shapes.length;
    }

    WireShape shape(int index) {
      return shapes[index];
    }

    /** For each field the component of the record that has its name, or -1. */
    int[] targets(RecordShape record) {
      return targets.computeIfAbsent(
          record,
          known -> {
            var places = new int[hashes.length];
            for (var i = 0; i < places.length; i++) {
              places[i] = known.hashes().placeOf(hashes[i]);
            }
            return places;
          });
    }
  }
}
