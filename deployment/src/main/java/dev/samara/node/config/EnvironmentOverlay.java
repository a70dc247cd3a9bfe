package dev.samara.node.config;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
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
        Function<Type, JsonNode> value = type -> value(variable.getValue(), type, mapper);
        if (set(tree, NodeConfig.class, words, value)) {
          used = true;
        } else {
          warn.accept("the environment variable %s names no option".formatted(variable.getKey()));
        }
      }
    }
    return used;
  }

  /** Text is taken as it is, everything else as in a file. */
  private static JsonNode value(String text, Type type, ObjectMapper mapper) {
    var asItIs = mapper.getNodeFactory().stringNode(text);
    if (type == String.class || type == Path.class) {
      return asItIs;
    }
    try {
      var tree = mapper.readTree(text);
      return tree.isMissingNode() || tree.isNull() ? asItIs : tree;
    } catch (JacksonException e) {
      return asItIs;
    }
  }

  private static boolean set(
      ObjectNode node, Class<?> type, String words, Function<Type, JsonNode> value) {
    for (var component : type.getRecordComponents()) {
      var name = words(component.getName());
      var inner = withoutOptional(component.getGenericType());
      if (words.equals(name)) {
        node.set(component.getName(), value.apply(inner));
        return true;
      }
      if (words.startsWith(name + "_")
          && setInside(
              node, component.getName(), inner, words.substring(name.length() + 1), value)) {
        return true;
      }
    }
    return false;
  }

  private static boolean setInside(
      ObjectNode node, String key, Type type, String words, Function<Type, JsonNode> value) {
    var inner = node.get(key) instanceof ObjectNode given ? given : node.objectNode();
    var isSet =
        switch (type) {
          case Class<?> plain when plain.isRecord() -> set(inner, plain, words, value);
          case ParameterizedType map when map.getRawType() == Map.class ->
              setEntry(inner, (Class<?>) map.getActualTypeArguments()[1], words, value);
          default -> false;
        };
    if (isSet) {
      node.set(key, inner);
    }
    return isSet;
  }

  private static boolean setEntry(
      ObjectNode map, Class<?> entryType, String words, Function<Type, JsonNode> value) {
    for (var entry : map.properties()) {
      var name = words(entry.getKey());
      if (words.startsWith(name + "_")
          && entry.getValue() instanceof ObjectNode inner
          && set(inner, entryType, words.substring(name.length() + 1), value)) {
        return true;
      }
    }
    return false;
  }

  private static Type withoutOptional(Type type) {
    return type instanceof ParameterizedType optional && optional.getRawType() == Optional.class
        ? optional.getActualTypeArguments()[0]
        : type;
  }

  /** {@code maxMessageBytes} and {@code max-message-bytes} as {@code max_message_bytes}. */
  private static String words(String name) {
    return String.join(
            "_", Arrays.stream(name.split("(?=[A-Z])|[-.]")).filter(w -> !w.isEmpty()).toList())
        .toLowerCase(Locale.ROOT);
  }
}
