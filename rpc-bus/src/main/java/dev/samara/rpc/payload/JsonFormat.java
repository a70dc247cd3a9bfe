package dev.samara.rpc.payload;

import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.type.LogicalType;

/**
 * Arguments and results as bytes of JSON (UTF-8), and back. Any thread.
 *
 * <p>Arguments are an array of the values in order. For a method with exactly one parameter a value
 * that is not an array is accepted as that argument; an array is always the list of arguments, so
 * an argument that is itself a list is written in a second pair of brackets: {@code [[1, 2]]}.
 * Nothing at all (or blanks) means no arguments.
 *
 * <p>Numbers, texts and booleans are not converted into each other, unknown fields are ignored (so
 * versions of a record live together), a missing component is null, and an error for a primitive.
 */
public final class JsonFormat implements PayloadFormat {
  /** The format. */
  public static final JsonFormat JSON = new JsonFormat();

  /** The byte that names this format. */
  public static final int ID = 1;

  private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS) // arguments follow each other
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(EnumFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
          .disable(EnumFeature.READ_ENUMS_USING_TO_STRING, EnumFeature.WRITE_ENUMS_USING_TO_STRING)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .accessorNaming(new RecordNames())
          .withCoercionConfig(
              LogicalType.Textual,
              texts -> {
                texts.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail);
                texts.setCoercion(CoercionInputShape.Float, CoercionAction.Fail);
                texts.setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail);
              })
          .build();

  private static final Map<JavaType, ObjectReader> READERS = new ConcurrentHashMap<>();
  private static final Map<JavaType, ObjectWriter> WRITERS = new ConcurrentHashMap<>();

  private JsonFormat() {}

  @Override
  public int id() {
    return ID;
  }

  @Override
  public String name() {
    return "json";
  }

  @Override
  public PayloadCodec<Object[]> arguments(List<Type> types) {
    List<JavaType> resolved = types.stream().map(ValueTypes::resolved).toList();
    return new PayloadCodec<>() {
      @Override
      public Buffer write(Object[] values) {
        return Buffer.buffer(writeArguments(resolved, values));
      }

      @Override
      public Object[] read(Buffer bytes) {
        return readArguments(resolved, bytes.getBytes());
      }
    };
  }

  @Override
  public PayloadCodec<Object> value(Type type) {
    JavaType resolved = ValueTypes.resolved(type);
    return new PayloadCodec<>() {
      @Override
      public Buffer write(Object value) {
        return Buffer.buffer(JsonFormat.write(resolved, value));
      }

      @Override
      public Object read(Buffer bytes) {
        return JsonFormat.read(resolved, bytes.getBytes());
      }
    };
  }

  /** A value as JSON; throws PayloadException if it cannot be written. */
  static byte[] write(JavaType type, Object value) {
    if (value == null) {
      return NULL;
    }
    try {
      return writer(type).writeValueAsBytes(value);
    } catch (JacksonException failure) {
      throw JsonErrors.unwritable(failure);
    }
  }

  /** Arguments as a JSON array; throws PayloadException if one cannot be written. */
  static byte[] writeArguments(List<JavaType> types, Object[] values) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(128);
    int index = 0;
    try (JsonGenerator generator = MAPPER.createGenerator(out)) {
      generator.writeStartArray();
      for (; index < types.size(); index++) {
        if (values[index] == null) {
          generator.writeNull();
        } else {
          writer(types.get(index)).writeValue(generator, values[index]);
        }
      }
      generator.writeEndArray();
    } catch (JacksonException failure) {
      throw JsonErrors.unwritable(failure).at(argument(types, index));
    }
    return out.toByteArray();
  }

  /** A value from JSON; throws PayloadException if it does not fit the type. */
  static Object read(JavaType type, byte[] json) {
    if (type.getRawClass() == Void.class) {
      return null;
    }
    try (JsonParser parser = MAPPER.createParser(json)) {
      parser.nextToken();
      Object value = readCurrent(parser, type);
      requireEnd(parser);
      return value;
    } catch (JacksonException failure) {
      throw JsonErrors.unreadable(failure, type);
    }
  }

  /** Arguments from JSON, as the class comment says; throws PayloadException if they do not fit. */
  static Object[] readArguments(List<JavaType> types, byte[] json) {
    try (JsonParser parser = MAPPER.createParser(json)) {
      JsonToken first = parser.nextToken();
      Object[] values;
      if (first == null) {
        values = new Object[0];
      } else if (first == JsonToken.START_ARRAY) {
        values = readArray(types, parser);
      } else if (types.size() == 1) {
        values = new Object[] {readArgument(types, 0, parser)};
      } else {
        throw new PayloadException("the arguments must be a JSON array of " + count(types.size()));
      }
      requireEnd(parser);
      if (values.length < types.size()) {
        throw wrongCount(types, values.length);
      }
      return values;
    } catch (JacksonException failure) {
      throw JsonErrors.malformed(failure);
    }
  }

  private static Object[] readArray(List<JavaType> types, JsonParser parser) {
    Object[] values = new Object[types.size()];
    int given = 0;
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (given < values.length) {
        values[given] = readArgument(types, given, parser);
      } else {
        parser.skipChildren();
      }
      given++;
    }
    if (given != values.length) {
      throw wrongCount(types, given);
    }
    return values;
  }

  private static Object readArgument(List<JavaType> types, int index, JsonParser parser) {
    try {
      return readCurrent(parser, types.get(index));
    } catch (JacksonException failure) {
      throw JsonErrors.unreadable(failure, types.get(index)).at(argument(types, index));
    } catch (PayloadException bad) {
      throw bad.at(argument(types, index));
    }
  }

  private static Object readCurrent(JsonParser parser, JavaType type) {
    if (parser.currentToken() == JsonToken.VALUE_NULL && type.isPrimitive()) {
      throw new PayloadException(
          "expected " + JsonErrors.expected(type.getRawClass()) + ", found null");
    }
    return READERS.computeIfAbsent(type, MAPPER::readerFor).readValue(parser);
  }

  private static void requireEnd(JsonParser parser) {
    if (parser.nextToken() != null) {
      throw new PayloadException("there is more after the end of the JSON value");
    }
  }

  private static ObjectWriter writer(JavaType type) {
    return WRITERS.computeIfAbsent(type, MAPPER::writerFor);
  }

  private static String argument(List<JavaType> types, int index) {
    return "argument " + (index + 1) + " (" + ValueTypes.readable(types.get(index)) + ")";
  }

  private static PayloadException wrongCount(List<JavaType> types, int given) {
    return new PayloadException("it takes " + count(types.size()) + ", " + given + " given");
  }

  private static String count(int arguments) {
    return arguments == 1 ? "1 argument" : arguments + " arguments";
  }
}
