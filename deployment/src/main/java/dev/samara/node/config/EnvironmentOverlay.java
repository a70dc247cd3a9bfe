package dev.samara.node.config;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Lays environment variables over a configuration: {@code SAMARA_} and the path of a key, in
 * capital letters, with an underscore between words.
 */
final class EnvironmentOverlay {

  private static final String PREFIX = "SAMARA_";

  /** Read by the launcher. */
  private static final String JAVA_OPTIONS = PREFIX + "JAVA_OPTS";

  private EnvironmentOverlay() {}

  /** Returns whether a variable was used. */
  static boolean apply(
      ObjectNode tree,
      Map<String, String> environment,
      ObjectMapper mapper,
      Consumer<String> warn) {
    var used = false;
    for (var variable : new TreeMap<>(environment).entrySet()) {
      if (variable.getKey().startsWith(PREFIX) && !variable.getKey().equals(JAVA_OPTIONS)) {
        var words = variable.getKey().substring(PREFIX.length()).toLowerCase(Locale.ROOT);
        if (set(tree, NodeConfig.class, words, value(variable.getValue(), mapper))) {
          used = true;
        } else {
          warn.accept("the environment variable %s names no option".formatted(variable.getKey()));
        }
      }
    }
    return used;
  }

  private static JsonNode value(String text, ObjectMapper mapper) {
    try {
      return mapper.readTree(text);
    } catch (JacksonException e) {
      return mapper.getNodeFactory().stringNode(text);
    }
  }

  private static boolean set(ObjectNode node, Class<?> type, String words, JsonNode value) {
    for (var component : type.getRecordComponents()) {
      var name = words(component.getName());
      if (words.equals(name)) {
        node.set(component.getName(), value);
        return true;
      }
      if (words.startsWith(name + "_")
          && setInside(node, component, words.substring(name.length() + 1), value)) {
        return true;
      }
    }
    return false;
  }

  private static boolean setInside(
      ObjectNode node, RecordComponent component, String words, JsonNode value) {
    if (!(node.get(component.getName()) instanceof ObjectNode inner)) {
      return false;
    }
    if (component.getType().isRecord()) {
      return set(inner, component.getType(), words, value);
    }
    return entryType(component.getGenericType())
        .filter(entry -> setEntry(inner, entry, words, value))
        .isPresent();
  }

  private static boolean setEntry(
      ObjectNode map, Class<?> entryType, String words, JsonNode value) {
    for (var entry : map.properties()) {
      var name = words(entry.getKey());
      if (words.startsWith(name + "_") && entry.getValue() instanceof ObjectNode inner) {
        return set(inner, entryType, words.substring(name.length() + 1), value);
      }
    }
    return false;
  }

  private static Optional<Class<?>> entryType(Type type) {
    return type instanceof ParameterizedType map && map.getRawType() == Map.class
        ? Optional.of((Class<?>) map.getActualTypeArguments()[1])
        : Optional.empty();
  }

  /** {@code maxMessageBytes} and {@code max-message-bytes} as {@code max_message_bytes}. */
  private static String words(String name) {
    return String.join(
            "_", Arrays.stream(name.split("(?=[A-Z])|[-.]")).filter(w -> !w.isEmpty()).toList())
        .toLowerCase(Locale.ROOT);
  }
}
