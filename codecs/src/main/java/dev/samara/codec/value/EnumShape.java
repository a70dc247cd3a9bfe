package dev.samara.codec.value;

import dev.samara.codec.stream.CodecException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** An enum: its constants by name, and by place in the declaration. */
final class EnumShape implements Shape {

  private static final int MOST_SHOWN = 20;

  private final Map<String, Object> byName = new LinkedHashMap<>();
  private final Object[] constants;
  private final String name;
  private final NameHashes hashes;

  EnumShape(Class<?> type) {
    name = type.getSimpleName();
    constants = type.getEnumConstants();
    for (var constant : constants) {
      byName.put(((Enum<?>) constant).name(), constant);
    }
    hashes = new NameHashes(List.copyOf(byName.keySet()));
  }

  String name() {
    return name;
  }

  NameHashes hashes() {
    return hashes;
  }

  /** Null if there is none. */
  Object byName(String name) {
    return byName.get(name);
  }

  Object byIndex(int index) {
    return constants[index];
  }

  Object byHash(int hash) {
    var place = hashes.placeOf(hash);
    if (place < 0) {
      throw CodecException.invalid("expected " + expected() + ", found another constant");
    }
    return constants[place];
  }

  int count() {
    return constants.length;
  }

  @Override
  public String expected() {
    return Arrays.stream(constants)
        .limit(MOST_SHOWN)
        .map(constant -> ((Enum<?>) constant).name())
        .collect(Collectors.joining(", ", "one of ", ""));
  }
}
