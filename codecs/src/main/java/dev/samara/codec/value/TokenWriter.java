package dev.samara.codec.value;

import dev.samara.codec.stream.CodecException;
import io.vertx.core.buffer.Buffer;
import java.lang.reflect.Array;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Base64;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.StreamWriteCapability;

/** Writes JSON or CBOR, as {@link Codecs#json} and {@link Codecs#cbor} describe. One value. */
final class TokenWriter {

  private final JsonGenerator out;
  private final Bounds bounds;

  /**
   * CBOR has forms for bytes and for numbers that are not finite; in JSON a text stands for them.
   */
  private final boolean binary;

  TokenWriter(JsonGenerator out, Bounds bounds) {
    this.out = out;
    this.bounds = bounds;
    binary =
        out.streamWriteCapabilities().isEnabled(StreamWriteCapability.CAN_WRITE_BINARY_NATIVELY);
  }

  void write(Shape shape, Object value) {
    if (value == null && !(shape instanceof Shape.NullableShape)) {
      throw CodecException.invalid("expected " + shape.expected() + ", found null");
    }
    switch (shape) {
      case Scalar scalar -> writeScalar(scalar, value);
      case EnumShape _ -> out.writeString(((Enum<?>) value).name());
      case Shape.OptionalShape optional -> {
        var content = (Optional<?>) value;
        if (content.isPresent()) {
          write(optional.content(), content.get());
        } else {
          out.writeNull();
        }
      }
      case Shape.NullableShape nullable -> {
        if (value == null) {
          out.writeNull();
        } else {
          write(nullable.content(), value);
        }
      }
      case Shape.ListShape list -> writeAll(list.element(), (Collection<?>) value);
      case Shape.SetShape set -> writeAll(set.element(), (Collection<?>) value);
      case Shape.ArrayShape array -> writeArray(array, value);
      case Shape.MapShape map -> writeMap(map, (Map<?, ?>) value);
      case TupleShape tuple -> writeTuple(tuple, (Object[]) value);
      case RecordShape record -> writeRecord(record, value);
      case FamilyShape family -> {
        var member = family.byIndex(family.indexOf(value));
        bounds.enter();
        out.writeStartObject();
        out.writeName(member.name());
        writeRecord(member, value);
        out.writeEndObject();
        bounds.leave();
      }
    }
  }

  private void writeScalar(Scalar scalar, Object value) {
    switch (scalar) {
      case BOOLEAN -> out.writeBoolean((Boolean) value);
      case BYTE, SHORT, INT -> out.writeNumber(((Number) value).intValue());
      case LONG -> out.writeNumber((Long) value);
      case FLOAT -> writeFloat((Float) value);
      case DOUBLE -> writeDouble((Double) value);
      case BIG_INTEGER -> out.writeNumber(bounds.number((BigInteger) value));
      case BIG_DECIMAL -> out.writeNumber(bounds.number((BigDecimal) value));
      case BYTES -> writeBytes(((Buffer) value).getBytes());
      case BYTE_ARRAY -> writeBytes((byte[]) value);
      case CHAR, TEXT, INSTANT, DURATION, DATE, UUID_ ->
          out.writeString(bounds.text(value.toString()));
    }
  }

  private void writeFloat(float value) {
    if (binary || Float.isFinite(value)) {
      out.writeNumber(value);
    } else {
      out.writeString(Float.toString(value));
    }
  }

  private void writeDouble(double value) {
    if (binary || Double.isFinite(value)) {
      out.writeNumber(value);
    } else {
      out.writeString(Double.toString(value));
    }
  }

  private void writeBytes(byte[] value) {
    if (binary) {
      out.writeBinary(value);
    } else {
      out.writeString(Base64.getEncoder().encodeToString(value));
    }
  }

  private void writeAll(Shape element, Collection<?> values) {
    bounds.enter();
    out.writeStartArray(values, bounds.elements(values.size()));
    var index = 0;
    for (var value : values) {
      try {
        write(element, value);
      } catch (CodecException failure) {
        throw failure.at("[" + index + "]");
      }
      index++;
    }
    out.writeEndArray();
    bounds.leave();
  }

  private static boolean isMissing(Shape shape, Object value) {
    return value == null
        ? shape instanceof Shape.NullableShape
        : value instanceof Optional<?> optional && optional.isEmpty();
  }

  private void writeArray(Shape.ArrayShape shape, Object array) {
    bounds.enter();
    var length = bounds.elements(Array.getLength(array));
    out.writeStartArray(array, length);
    for (var i = 0; i < length; i++) {
      writeScalar(shape.element(), Array.get(array, i));
    }
    out.writeEndArray();
    bounds.leave();
  }

  private void writeTuple(TupleShape shape, Object[] values) {
    shape.checkCount(values.length);
    out.writeStartArray(values, values.length);
    for (var i = 0; i < values.length; i++) {
      var part = shape.parts().get(i);
      try {
        write(part.shape(), values[i]);
      } catch (CodecException failure) {
        throw failure.at(part.name());
      }
    }
    out.writeEndArray();
  }

  private void writeMap(Shape.MapShape shape, Map<?, ?> map) {
    bounds.enter();
    bounds.elements(map.size());
    out.writeStartObject();
    for (var entry : map.entrySet()) {
      var key =
          entry.getKey() instanceof Enum<?> constant
              ? constant.name()
              : bounds.text((String) entry.getKey());
      out.writeName(key);
      try {
        write(shape.value(), entry.getValue());
      } catch (CodecException failure) {
        throw failure.at(Texts.oneLine(key));
      }
    }
    out.writeEndObject();
    bounds.leave();
  }

  private void writeRecord(RecordShape shape, Object record) {
    bounds.enter();
    out.writeStartObject();
    for (var i = 0; i < shape.count(); i++) {
      var component = shape.component(i);
      var value = shape.get(i, record);
      // What is not there is left out.
      if (isMissing(component.shape(), value)) {
        continue;
      }
      out.writeName(component.name());
      try {
        write(component.shape(), value);
      } catch (CodecException failure) {
        throw failure.at(component.name());
      }
    }
    out.writeEndObject();
    bounds.leave();
  }
}
