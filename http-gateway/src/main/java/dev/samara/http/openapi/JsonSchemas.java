package dev.samara.http.openapi;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * JSON Schema 2020-12 of the types that calls carry, in the form that {@code ValueFormat.JSON} of
 * the codecs gives them. Used by one thread.
 */
final class JsonSchemas {
  private static final Map<Class<?>, Supplier<JsonObject>> BASIC = basic();

  private final Map<BoundType, String> names = new HashMap<>();
  private final Map<String, JsonObject> components = new TreeMap<>();

  /** Of a declared type; records and the like are told once and referred to. */
  JsonObject of(Type declared) {
    return of(BoundType.of(declared));
  }

  /** All that were referred to, by their names. */
  JsonObject components() {
    var all = new JsonObject();
    components.forEach(all::put);
    return all;
  }

  private JsonObject of(BoundType type) {
    Class<?> raw = type.raw();
    Supplier<JsonObject> basic = BASIC.get(raw);
    if (basic != null) {
      return basic.get();
    }
    if (raw.isArray()) {
      return array(new BoundType(raw.getComponentType(), List.of()));
    }
    if (raw == List.class) {
      return array(type.arguments().getFirst());
    }
    if (raw == Set.class) {
      return array(type.arguments().getFirst()).put("uniqueItems", true);
    }
    if (raw == Optional.class) {
      return orNull(of(type.arguments().getFirst()));
    }
    if (raw == Map.class) {
      return new JsonObject()
          .put("type", "object")
          .put("additionalProperties", of(type.arguments().get(1)));
    }
    return reference(type);
  }

  private JsonObject array(BoundType element) {
    return new JsonObject().put("type", "array").put("items", of(element));
  }

  private static JsonObject orNull(JsonObject schema) {
    return new JsonObject()
        .put("anyOf", new JsonArray().add(schema).add(new JsonObject().put("type", "null")));
  }

  private JsonObject reference(BoundType type) {
    String name = names.get(type);
    if (name == null) {
      name = unused(type.name());
      names.put(type, name);
      // Before it is filled: a record may hold itself.
      var schema = new JsonObject();
      components.put(name, schema);
      schema.mergeIn(named(type));
    }
    return new JsonObject().put("$ref", "#/components/schemas/" + name);
  }

  private String unused(String wanted) {
    String name = wanted;
    for (int i = 2; components.containsKey(name); i++) {
      name = wanted + i;
    }
    return name;
  }

  private JsonObject named(BoundType type) {
    Class<?> raw = type.raw();
    if (raw.isEnum()) {
      var constants = new JsonArray();
      Stream.of(raw.getEnumConstants()).forEach(value -> constants.add(((Enum<?>) value).name()));
      return new JsonObject().put("type", "string").put("enum", constants);
    }
    return raw.isRecord() ? record(type) : family(type);
  }

  /** What is a reference may be left out, as it may be null. */
  private JsonObject record(BoundType type) {
    var properties = new JsonObject();
    var required = new JsonArray();
    for (RecordComponent component : type.raw().getRecordComponents()) {
      properties.put(component.getName(), of(type.component(component)));
      if (component.getType().isPrimitive()) {
        required.add(component.getName());
      }
    }
    var schema = new JsonObject().put("type", "object").put("properties", properties);
    return required.isEmpty() ? schema : schema.put("required", required);
  }

  /** An object whose one field has the name of the record. */
  private JsonObject family(BoundType type) {
    var choices = new JsonArray();
    records(type.raw())
        .forEach(member ->
            choices.add(
                new JsonObject()
                    .put("type", "object")
                    .put(
                        "properties",
                        new JsonObject().put(member.getSimpleName(), of(type.permitted(member))))
                    .put("required", new JsonArray().add(member.getSimpleName()))
                    .put("additionalProperties", false)));
    return new JsonObject().put("oneOf", choices);
  }

  private static Stream<Class<?>> records(Class<?> sealed) {
    return Stream.of(sealed.getPermittedSubclasses())
        .flatMap(member -> member.isRecord() ? Stream.of(member) : records(member));
  }

  private static Map<Class<?>, Supplier<JsonObject>> basic() {
    Map<Class<?>, Supplier<JsonObject>> all = new HashMap<>();
    put(all, () -> type("boolean"), boolean.class, Boolean.class);
    put(all, () -> whole(Byte.MIN_VALUE, Byte.MAX_VALUE), byte.class, Byte.class);
    put(all, () -> whole(Short.MIN_VALUE, Short.MAX_VALUE), short.class, Short.class);
    put(all, () -> type("integer").put("format", "int32"), int.class, Integer.class);
    put(all, () -> type("integer").put("format", "int64"), long.class, Long.class);
    put(all, () -> type("integer"), BigInteger.class);
    put(all, () -> type("number"), BigDecimal.class);
    put(all, () -> real("float"), float.class, Float.class);
    put(all, () -> real("double"), double.class, Double.class);
    put(
        all,
        () -> type("string").put("minLength", 1).put("maxLength", 1),
        char.class,
        Character.class);
    put(all, () -> type("string"), String.class);
    put(all, () -> type("string").put("contentEncoding", "base64"), Buffer.class, byte[].class);
    put(all, () -> type("string").put("format", "date-time"), Instant.class);
    put(all, () -> type("string").put("format", "duration"), Duration.class);
    put(all, () -> type("string").put("format", "date"), LocalDate.class);
    put(all, () -> type("string").put("format", "uuid"), UUID.class);
    put(all, () -> type("null"), void.class, Void.class);
    return Map.copyOf(all);
  }

  private static void put(
      Map<Class<?>, Supplier<JsonObject>> all, Supplier<JsonObject> schema, Class<?>... types) {
    Stream.of(types).forEach(type -> all.put(type, schema));
  }

  private static JsonObject type(String name) {
    return new JsonObject().put("type", name);
  }

  private static JsonObject whole(int least, int most) {
    return type("integer").put("minimum", least).put("maximum", most);
  }

  /** What is not finite is told by its name. */
  private static JsonObject real(String format) {
    return new JsonObject()
        .put(
            "anyOf",
            new JsonArray()
                .add(type("number").put("format", format))
                .add(
                    new JsonObject()
                        .put("enum", new JsonArray().add("NaN").add("Infinity").add("-Infinity"))));
  }
}
