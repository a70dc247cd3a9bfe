package dev.samara.node.config;

import dev.samara.codec.catalog.Nearest;
import dev.samara.net.connection.Transport;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * Compares a configuration with the records it is to fill, so that what does not fit is said in the
 * words of the configuration and not of its reader.
 */
final class Shape {

  /** What may be written where a transport is meant; the others belong to the gateway. */
  private static final List<String> TRANSPORTS = List.of("tcp", "udp", "unix", "memory", "stdio");

  private Shape() {}

  /**
   * Checks a value.
   *
   * @throws ConfigException naming the first key that is unknown or whose value does not fit
   */
  static void check(String path, JsonNode value, Type type) {
    if (type instanceof ParameterizedType generic) {
      checkGeneric(path, value, generic);
    } else if (type instanceof Class<?> plain && plain.isRecord()) {
      checkRecord(path, value, plain);
    } else {
      checkScalar(path, value, (Class<?>) type);
    }
  }

  private static void checkGeneric(String path, JsonNode value, ParameterizedType type) {
    var arguments = type.getActualTypeArguments();
    if (type.getRawType() == Optional.class) {
      if (!value.isNull()) {
        check(path, value, arguments[0]);
      }
    } else if (type.getRawType() == List.class) {
      require(value.isArray(), path, value, "a list");
      for (var i = 0; i < value.size(); i++) {
        check("%s[%d]".formatted(path, i), value.get(i), arguments[0]);
      }
    } else {
      require(value.isObject(), path, value, "keys");
      value
          .properties()
          .forEach(entry -> check(path + "." + entry.getKey(), entry.getValue(), arguments[1]));
    }
  }

  private static void checkRecord(String path, JsonNode value, Class<?> type) {
    require(value.isObject(), path, value, "keys");
    var components = type.getRecordComponents();
    for (var entry : value.properties()) {
      var key = path.isEmpty() ? entry.getKey() : path + "." + entry.getKey();
      var component =
          Arrays.stream(components)
              .filter(candidate -> candidate.getName().equals(entry.getKey()))
              .findFirst()
              .orElseThrow(() -> unknown(key, entry.getKey(), components));
      check(key, entry.getValue(), component.getGenericType());
    }
  }

  private static ConfigException unknown(String path, String key, RecordComponent[] components) {
    var known = Arrays.stream(components).map(RecordComponent::getName).toList();
    return new ConfigException(
        "unknown key '%s' (%s)"
            .formatted(
                path,
                Nearest.of(key, known)
                    .map("did you mean '%s'?"::formatted)
                    .orElse("known: " + String.join(", ", known))));
  }

  private static void checkScalar(String path, JsonNode value, Class<?> type) {
    if (type == int.class || type == Integer.class) {
      checkWhole(path, value, value.canConvertToInt(), Integer.MAX_VALUE);
    } else if (type == long.class || type == Long.class) {
      checkWhole(path, value, value.canConvertToLong(), Long.MAX_VALUE);
    } else if (type == Double.class) {
      require(value.isNumber(), path, value, "a number");
    } else if (type == boolean.class || type == Boolean.class) {
      require(value.isBoolean(), path, value, "true or false");
    } else if (type == Duration.class) {
      checkDuration(path, value);
    } else if (type.isEnum()) {
      checkChoice(path, value, choices(type));
    } else {
      require(isText(value), path, value, "text");
    }
  }

  private static List<String> choices(Class<?> type) {
    return type == Transport.class
        ? TRANSPORTS
        : Arrays.stream(type.getEnumConstants())
            .map(choice -> choice.toString().toLowerCase(Locale.ROOT))
            .toList();
  }

  private static void checkWhole(String path, JsonNode value, boolean fits, long most) {
    require(value.isIntegralNumber(), path, value, "a whole number");
    require(fits, path, value, "a whole number up to " + most);
  }

  private static void checkDuration(String path, JsonNode value) {
    require(isText(value), path, value, "a duration such as 10s");
    try {
      DurationText.parse(value.asString());
    } catch (IllegalArgumentException e) {
      throw new ConfigException("%s: %s".formatted(path, e.getMessage()));
    }
  }

  private static void checkChoice(String path, JsonNode value, List<String> choices) {
    var last = choices.size() - 1;
    require(
        value.isString() && choices.contains(value.asString().toLowerCase(Locale.ROOT)),
        path,
        value,
        String.join(", ", choices.subList(0, last)) + " or " + choices.get(last));
  }

  /** Numbers and booleans are text as well where text is wanted. */
  private static boolean isText(JsonNode value) {
    return value.isValueNode() && !value.isNull();
  }

  private static void require(boolean fits, String path, JsonNode value, String expected) {
    if (!fits) {
      throw new ConfigException("%s: %s (expected: %s)".formatted(path, shown(value), expected));
    }
  }

  private static String shown(JsonNode value) {
    return switch (value.getNodeType()) {
      case NULL, MISSING -> "nothing";
      case ARRAY -> "a list";
      case OBJECT -> "keys";
      case STRING -> "'" + value.asString() + "'";
      default -> value.asString();
    };
  }
}
