package dev.samara.codec.value;

import dev.samara.codec.stream.CodecException;
import io.vertx.core.buffer.Buffer;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Reads JSON or CBOR, as {@link Codecs#json} and {@link Codecs#cbor} describe. Stands on the first
 * token of what is read next, and after it on the last. Nothing is converted: a text is not a
 * number, and a number with a fraction not a whole one. One value.
 */
final class TokenReader {

  private static final int UUID_LENGTH = 36;

  private final JsonParser in;
  private final Bounds bounds;
  private final CodecOptions options;
  private final boolean binary;

  TokenReader(JsonParser in, CodecOptions options, boolean binary) {
    this.in = in;
    this.options = options;
    this.bounds = new Bounds(options);
    this.binary = binary;
  }

  Object read(Shape shape) {
    return switch (shape) {
      case Scalar scalar -> readScalar(scalar);
      case EnumShape constants -> constant(constants, text(constants));
      case Shape.OptionalShape optional ->
          in.currentToken() == JsonToken.VALUE_NULL
              ? Optional.empty()
              : Optional.of(read(optional.content()));
      case Shape.NullableShape nullable ->
          in.currentToken() == JsonToken.VALUE_NULL ? null : read(nullable.content());
      case Shape.ListShape list -> List.copyOf(readAll(shape, list.element()));
      case Shape.SetShape set -> Containers.set(readAll(shape, set.element()));
      case Shape.ArrayShape array -> Containers.array(array, readAll(shape, array.element()));
      case Shape.MapShape map -> readMap(map);
      case TupleShape tuple -> readTuple(tuple);
      case RecordShape record -> readRecord(record);
      case FamilyShape family -> readMember(family);
    };
  }

  private Object readScalar(Scalar scalar) {
    return switch (scalar) {
      case BOOLEAN -> bool();
      case BYTE -> (byte) integer(scalar, Byte.MIN_VALUE, Byte.MAX_VALUE);
      case SHORT -> (short) integer(scalar, Short.MIN_VALUE, Short.MAX_VALUE);
      case INT -> (int) integer(scalar, Integer.MIN_VALUE, Integer.MAX_VALUE);
      case LONG -> integer(scalar, Long.MIN_VALUE, Long.MAX_VALUE);
      case FLOAT -> readFloat();
      case DOUBLE -> readDouble();
      case CHAR -> {
        var text = text(scalar);
        if (text.length() != 1) {
          throw mismatch(scalar);
        }
        yield text.charAt(0);
      }
      case TEXT -> text(scalar);
      case BYTES -> Buffer.buffer(bytes());
      case BYTE_ARRAY -> bytes();
      case BIG_INTEGER -> number();
      case BIG_DECIMAL -> decimal();
      case INSTANT -> parsed(scalar, Instant::parse);
      case DURATION -> parsed(scalar, Duration::parse);
      case DATE -> parsed(scalar, LocalDate::parse);
      case UUID_ -> parsed(scalar, TokenReader::uuid);
    };
  }

  private boolean bool() {
    return switch (in.currentToken()) {
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      default -> throw mismatch(Scalar.BOOLEAN);
    };
  }

  private long integer(Scalar scalar, long least, long most) {
    if (in.currentToken() != JsonToken.VALUE_NUMBER_INT) {
      throw mismatch(scalar);
    }
    if (in.getNumberType() != JsonParser.NumberType.BIG_INTEGER) {
      var value = in.getLongValue();
      if (value >= least && value <= most) {
        return value;
      }
    }
    throw beyond(scalar);
  }

  private float readFloat() {
    if (in.currentToken() == JsonToken.VALUE_STRING) {
      return (float) notFinite(Scalar.FLOAT);
    }
    if (!in.currentToken().isNumeric()) {
      throw mismatch(Scalar.FLOAT);
    }
    var value = in.getFloatValue();
    if (Float.isInfinite(value) && !(binary && Double.isInfinite(in.getDoubleValue()))) {
      throw beyond(Scalar.FLOAT);
    }
    return value;
  }

  private double readDouble() {
    if (in.currentToken() == JsonToken.VALUE_STRING) {
      return notFinite(Scalar.DOUBLE);
    }
    if (!in.currentToken().isNumeric()) {
      throw mismatch(Scalar.DOUBLE);
    }
    var value = in.getDoubleValue();
    if (Double.isInfinite(value) && !binary) {
      throw beyond(Scalar.DOUBLE);
    }
    return value;
  }

  /** The texts that stand for what JSON has no number for. */
  private double notFinite(Scalar scalar) {
    return switch (binary ? "" : in.getString()) {
      case "NaN" -> Double.NaN;
      case "Infinity" -> Double.POSITIVE_INFINITY;
      case "-Infinity" -> Double.NEGATIVE_INFINITY;
      default -> throw mismatch(scalar);
    };
  }

  private BigInteger number() {
    if (in.currentToken() != JsonToken.VALUE_NUMBER_INT) {
      throw mismatch(Scalar.BIG_INTEGER);
    }
    return bounds.number(in.getBigIntegerValue());
  }

  private BigDecimal decimal() {
    if (!in.currentToken().isNumeric() || in.isNaN()) {
      throw mismatch(Scalar.BIG_DECIMAL);
    }
    return bounds.number(in.getDecimalValue());
  }

  private String text(Shape shape) {
    if (in.currentToken() != JsonToken.VALUE_STRING) {
      throw mismatch(shape);
    }
    return bounds.text(in.getString());
  }

  private byte[] bytes() {
    if (binary && in.currentToken() == JsonToken.VALUE_EMBEDDED_OBJECT) {
      return in.getBinaryValue();
    }
    if (binary || in.currentToken() != JsonToken.VALUE_STRING) {
      throw mismatch(Scalar.BYTES);
    }
    try {
      return Base64.getDecoder().decode(in.getString());
    } catch (IllegalArgumentException bad) {
      throw CodecException.invalid("expected bytes, found a text that is not Base64");
    }
  }

  private <T> T parsed(Scalar scalar, Function<String, T> parser) {
    var text = text(scalar);
    try {
      return parser.apply(text);
    } catch (DateTimeException | IllegalArgumentException bad) {
      throw CodecException.invalid(
          "expected %s, found %s".formatted(scalar.expected(), Texts.quoted(text)));
    }
  }

  private static UUID uuid(String text) {
    if (text.length() != UUID_LENGTH) {
      throw new IllegalArgumentException();
    }
    return UUID.fromString(text);
  }

  private static Object constant(EnumShape constants, String name) {
    var constant = constants.byName(name);
    if (constant == null) {
      throw CodecException.invalid(
          "expected %s, found %s".formatted(constants.expected(), Texts.quoted(name)));
    }
    return constant;
  }

  private List<Object> readAll(Shape shape, Shape element) {
    require(JsonToken.START_ARRAY, shape);
    bounds.enter();
    var values = new ArrayList<>();
    while (in.nextToken() != JsonToken.END_ARRAY) {
      try {
        values.add(read(element));
      } catch (CodecException failure) {
        throw failure.at("[" + values.size() + "]");
      }
      bounds.elements(values.size());
    }
    bounds.leave();
    return values;
  }

  /** A single value may stand for an array of one; nothing at all is an empty array. */
  private Object[] readTuple(TupleShape shape) {
    var values = new Object[shape.count()];
    var given = 0L;
    if (in.currentToken() == JsonToken.START_ARRAY) {
      for (; in.nextToken() != JsonToken.END_ARRAY; given++) {
        if (given < values.length) {
          values[(int) given] = readPart(shape, (int) given);
        } else {
          in.skipChildren();
        }
      }
    } else if (in.currentToken() != null) {
      if (values.length != 1) {
        throw mismatch(shape);
      }
      values[0] = readPart(shape, 0);
      given = 1;
    }
    shape.checkCount(given);
    return values;
  }

  private Object readPart(TupleShape shape, int index) {
    var part = shape.parts().get(index);
    try {
      return read(part.shape());
    } catch (CodecException failure) {
      throw failure.at(part.name());
    }
  }

  private Object readMap(Shape.MapShape shape) {
    require(JsonToken.START_OBJECT, shape);
    bounds.enter();
    var map = new Containers.MapBuilder();
    var count = 0;
    for (var name = in.nextName(); name != null; name = in.nextName()) {
      bounds.elements(++count);
      var text = bounds.text(name);
      in.nextToken();
      try {
        var key = shape.key() instanceof EnumShape constants ? constant(constants, text) : text;
        map.put(key, read(shape.value()));
      } catch (CodecException failure) {
        throw failure.at(Texts.oneLine(text));
      }
    }
    bounds.leave();
    return map.build();
  }

  private Object readMember(FamilyShape shape) {
    require(JsonToken.START_OBJECT, shape);
    bounds.enter();
    var name = in.nextName();
    if (name == null) {
      throw mismatch(shape);
    }
    var member = shape.byName(name);
    in.nextToken();
    Object value;
    try {
      value = readRecord(member);
    } catch (CodecException failure) {
      throw failure.at(name);
    }
    if (in.nextToken() != JsonToken.END_OBJECT) {
      throw CodecException.invalid("more than one field (expected: one)");
    }
    bounds.leave();
    return value;
  }

  private Object readRecord(RecordShape shape) {
    require(JsonToken.START_OBJECT, shape);
    bounds.enter();
    var values = new Object[shape.count()];
    var seen = new boolean[values.length];
    for (var name = in.nextName(); name != null; name = in.nextName()) {
      var index = shape.indexOf(name);
      in.nextToken();
      if (index >= 0) {
        readComponent(shape.component(index), values, seen, index);
      } else if (options.ignoreUnknownFields()) {
        in.skipChildren();
      } else {
        throw CodecException.invalid(
            "field %s (expected: %s)".formatted(Texts.quoted(name), shape.names()));
      }
    }
    for (var i = 0; i < values.length; i++) {
      if (!seen[i]) {
        values[i] = shape.missing(i);
      }
    }
    bounds.leave();
    return shape.build(values);
  }

  private void readComponent(
      RecordShape.Component component, Object[] values, boolean[] seen, int index) {
    try {
      if (seen[index]) {
        throw CodecException.invalid("a field that was there before");
      }
      seen[index] = true;
      values[index] = read(component.shape());
    } catch (CodecException failure) {
      throw failure.at(component.name());
    }
  }

  private void require(JsonToken token, Shape shape) {
    if (in.currentToken() != token) {
      throw mismatch(shape);
    }
  }

  private CodecException mismatch(Shape shape) {
    return CodecException.invalid("expected %s, found %s".formatted(shape.expected(), found()));
  }

  private String found() {
    return switch (in.currentToken()) {
      case null -> "none";
      case START_OBJECT, END_OBJECT, PROPERTY_NAME -> "an object";
      case START_ARRAY, END_ARRAY -> "an array";
      case VALUE_STRING -> "a text";
      case VALUE_NUMBER_INT -> "a whole number";
      case VALUE_NUMBER_FLOAT -> "a number with a fraction";
      case VALUE_TRUE, VALUE_FALSE -> "true or false";
      case VALUE_NULL -> "null";
      case VALUE_EMBEDDED_OBJECT -> "bytes";
      case NOT_AVAILABLE -> "something else";
    };
  }

  private static CodecException beyond(Scalar scalar) {
    return CodecException.invalid("expected " + scalar.expected() + ", found one beyond its range");
  }
}
