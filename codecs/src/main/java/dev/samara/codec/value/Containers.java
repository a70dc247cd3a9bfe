package dev.samara.codec.value;

import dev.samara.codec.stream.CodecException;
import java.lang.reflect.Array;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Sets and maps as they are built: unchangeable, in the order of the wire, nothing twice. */
final class Containers {

  private Containers() {}

  static Set<Object> set(List<Object> values) {
    var set = LinkedHashSet.newLinkedHashSet(values.size());
    for (var i = 0; i < values.size(); i++) {
      if (!set.add(values.get(i))) {
        throw CodecException.invalid("the same as one before it").at("[" + i + "]");
      }
    }
    return Collections.unmodifiableSet(set);
  }

  /** The values of a list in an array of a primitive type. */
  static Object array(Shape.ArrayShape shape, List<Object> values) {
    var array = Array.newInstance(shape.primitive(), values.size());
    for (var i = 0; i < values.size(); i++) {
      Array.set(array, i, values.get(i));
    }
    return array;
  }

  /** Collects the entries of one map. */
  static final class MapBuilder {

    private final Map<Object, Object> entries = new LinkedHashMap<>();

    void put(Object key, Object value) {
      if (entries.putIfAbsent(key, value) != null) {
        throw CodecException.invalid("a key that was there before");
      }
    }

    Map<Object, Object> build() {
      return Collections.unmodifiableMap(entries);
    }
  }
}
