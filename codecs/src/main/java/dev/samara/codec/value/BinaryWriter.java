package dev.samara.codec.value;

import dev.samara.codec.stream.CodecException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.buffer.BufferInternal;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Writes the compact binary form, which {@link Codecs#record} describes. One thread, one value. */
final class BinaryWriter {

  private final ByteBuf out;
  private final Bounds bounds;

  BinaryWriter(ByteBuf out, Bounds bounds) {
    this.out = out;
    this.bounds = bounds;
  }

  void write(Shape shape, Object value) {
    if (value == null) {
      throw CodecException.invalid("expected " + shape.expected() + ", found null");
    }
    switch (shape) {
      case Scalar scalar -> writeScalar(scalar, value);
      case EnumShape _ -> unsigned(((Enum<?>) value).ordinal());
      case Shape.OptionalShape optional -> {
        out.writeBoolean(((Optional<?>) value).isPresent());
        ((Optional<?>) value).ifPresent(content -> write(optional.content(), content));
      }
      case Shape.ListShape list -> writeAll(list.element(), (Collection<?>) value);
      case Shape.SetShape set -> writeAll(set.element(), (Collection<?>) value);
      case Shape.MapShape map -> writeMap(map, (Map<?, ?>) value);
      case RecordShape record -> writeRecord(record, value);
      case FamilyShape family -> {
        var index = family.indexOf(value);
        unsigned(index);
        writeRecord(family.byIndex(index), value);
      }
    }
  }

  private void writeScalar(Scalar scalar, Object value) {
    switch (scalar) {
      case BOOLEAN -> out.writeBoolean((Boolean) value);
      case BYTE -> out.writeByte((Byte) value);
      case SHORT, INT, LONG -> signed(((Number) value).longValue());
      case FLOAT -> out.writeFloat((Float) value);
      case DOUBLE -> out.writeDouble((Double) value);
      case CHAR -> unsigned(bounds.text(value.toString()).charAt(0));
      case TEXT -> {
        var text = bounds.text((String) value);
        unsigned(ByteBufUtil.utf8Bytes(text));
        ByteBufUtil.writeUtf8(out, text);
      }
      case BYTES -> bytes(((Buffer) value));
      case BIG_INTEGER -> number((BigInteger) value);
      case BIG_DECIMAL -> {
        var decimal = bounds.number((BigDecimal) value);
        signed(decimal.scale());
        number(decimal.unscaledValue());
      }
      case INSTANT -> {
        signed(((Instant) value).getEpochSecond());
        unsigned(((Instant) value).getNano());
      }
      case DURATION -> {
        signed(((Duration) value).getSeconds());
        unsigned(((Duration) value).getNano());
      }
      case DATE -> signed(((LocalDate) value).toEpochDay());
      case UUID_ -> {
        out.writeLong(((UUID) value).getMostSignificantBits());
        out.writeLong(((UUID) value).getLeastSignificantBits());
      }
    }
  }

  private void bytes(Buffer value) {
    var content = ((BufferInternal) value).unwrap();
    unsigned(content.readableBytes());
    out.writeBytes(content, content.readerIndex(), content.readableBytes());
  }

  private void number(BigInteger value) {
    var bytes = bounds.number(value).toByteArray();
    unsigned(bytes.length);
    out.writeBytes(bytes);
  }

  private void writeAll(Shape element, Collection<?> values) {
    bounds.enter();
    unsigned(bounds.elements(values.size()));
    var index = 0;
    for (var value : values) {
      try {
        write(element, value);
      } catch (CodecException failure) {
        throw failure.at("[" + index + "]");
      }
      index++;
    }
    bounds.leave();
  }

  private void writeMap(Shape.MapShape shape, Map<?, ?> map) {
    bounds.enter();
    unsigned(bounds.elements(map.size()));
    for (var entry : map.entrySet()) {
      write(shape.key(), entry.getKey());
      try {
        write(shape.value(), entry.getValue());
      } catch (CodecException failure) {
        throw failure.at(Texts.oneLine(entry.getKey().toString()));
      }
    }
    bounds.leave();
  }

  private void writeRecord(RecordShape shape, Object record) {
    bounds.enter();
    for (var i = 0; i < shape.count(); i++) {
      var value = shape.get(i, record);
      try {
        write(shape.component(i).shape(), value);
      } catch (CodecException failure) {
        throw failure.at(shape.component(i).name());
      }
    }
    bounds.leave();
  }

  /** Signs go to the lowest bit, so that small negative numbers are short as well. */
  private void signed(long value) {
    unsigned(value << 1 ^ value >> 63);
  }

  /** Seven bits a byte, the lowest first; the highest bit says that another byte follows. */
  private void unsigned(long value) {
    var left = value;
    while ((left & ~0x7fL) != 0) {
      out.writeByte((int) (left & 0x7f | 0x80));
      left >>>= 7;
    }
    out.writeByte((int) left);
  }
}
