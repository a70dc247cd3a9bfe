package dev.samara.codec.value;

import dev.samara.codec.stream.CodecException;
import io.netty.buffer.ByteBuf;
import java.lang.reflect.Array;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/**
 * Writes the binary forms, which {@link Codecs#record} and {@link ValueFormat#COMPACT} describe.
 * One thread, one value.
 */
final class BinaryWriter {

  private final BinaryOut out;
  private final Bounds bounds;

  /** Whether constants and members of families are the hashes of their names, or their places. */
  private final boolean byName;

  BinaryWriter(ByteBuf out, Bounds bounds, boolean byName) {
    this.out = new BinaryOut(out, bounds);
    this.bounds = bounds;
    this.byName = byName;
  }

  void write(Shape shape, Object value) {
    if (value == null && !(shape instanceof Shape.NullableShape)) {
      throw CodecException.invalid("expected " + shape.expected() + ", found null");
    }
    switch (shape) {
      case Scalar scalar -> out.scalar(scalar, value);
      case EnumShape constants -> writeConstant(constants, ((Enum<?>) value).ordinal());
      case Shape.OptionalShape optional -> {
        out.bool(((Optional<?>) value).isPresent());
        ((Optional<?>) value).ifPresent(content -> write(optional.content(), content));
      }
      case Shape.NullableShape nullable -> {
        out.bool(value != null);
        if (value != null) {
          write(nullable.content(), value);
        }
      }
      case Shape.ListShape list -> writeAll(list.element(), (Collection<?>) value);
      case Shape.SetShape set -> writeAll(set.element(), (Collection<?>) value);
      case Shape.ArrayShape array -> writeArray(array, value);
      case Shape.MapShape map -> writeMap(map, (Map<?, ?>) value);
      case TupleShape tuple -> writeTuple(tuple, (Object[]) value);
      case RecordShape record -> writeRecord(record, value);
      case FamilyShape family -> writeMember(family, value);
    }
  }

  private void writeConstant(EnumShape constants, int place) {
    if (byName) {
      out.int32(constants.hashes().at(place));
    } else {
      out.unsigned(place);
    }
  }

  private void writeMember(FamilyShape family, Object value) {
    var place = family.indexOf(value);
    if (byName) {
      out.int32(family.hashes().at(place));
    } else {
      out.unsigned(place);
    }
    writeRecord(family.byIndex(place), value);
  }

  private void writeAll(Shape element, Collection<?> values) {
    bounds.enter();
    out.unsigned(bounds.counted(values.size()));
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

  private void writeArray(Shape.ArrayShape shape, Object array) {
    bounds.enter();
    var length = bounds.counted(Array.getLength(array));
    out.unsigned(length);
    for (var i = 0; i < length; i++) {
      out.scalar(shape.element(), Array.get(array, i));
    }
    bounds.leave();
  }

  private void writeMap(Shape.MapShape shape, Map<?, ?> map) {
    bounds.enter();
    out.unsigned(bounds.counted(map.size()));
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

  private void writeTuple(TupleShape shape, Object[] values) {
    shape.checkCount(values.length);
    for (var i = 0; i < values.length; i++) {
      var part = shape.parts().get(i);
      try {
        write(part.shape(), values[i]);
      } catch (CodecException failure) {
        throw failure.at(part.name());
      }
    }
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
}
