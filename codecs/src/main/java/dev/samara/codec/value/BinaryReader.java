package dev.samara.codec.value;

import dev.samara.codec.stream.CodecException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads the binary forms, which {@link Codecs#record} and {@link ValueFormat#COMPACT} describe:
 * exactly what {@link BinaryWriter} writes, one form for each value. One thread, one value.
 */
final class BinaryReader {

  private final BinaryIn in;
  private final Bounds bounds;

  /** Whether constants and members of families are the hashes of their names, or their places. */
  private final boolean byName;

  BinaryReader(BinaryIn in, Bounds bounds, boolean byName) {
    this.in = in;
    this.bounds = bounds;
    this.byName = byName;
  }

  Object read(Shape shape) {
    return switch (shape) {
      case Scalar scalar -> in.scalar(scalar);
      case EnumShape constants ->
          byName
              ? constants.byHash(in.int32())
              : constants.byIndex(index(constants.count(), shape));
      case Shape.OptionalShape optional ->
          in.bool() ? Optional.of(read(optional.content())) : Optional.empty();
      case Shape.NullableShape nullable -> in.bool() ? read(nullable.content()) : null;
      case Shape.ListShape list -> List.copyOf(readAll(list.element()));
      case Shape.SetShape set -> Containers.set(readAll(set.element()));
      case Shape.ArrayShape array -> readArray(array);
      case Shape.MapShape map -> readMap(map);
      case TupleShape tuple -> readTuple(tuple);
      case RecordShape record -> readRecord(record);
      case FamilyShape family ->
          readRecord(
              byName ? family.byHash(in.int32()) : family.byIndex(index(family.count(), shape)));
    };
  }

  private List<Object> readAll(Shape element) {
    bounds.enter();
    var count = bounds.counted(in.unsigned(Integer.MAX_VALUE));
    // No more room than there are bytes for: the count alone costs the peer nothing.
    var values = new ArrayList<>(Math.min(count, in.left()));
    for (var i = 0; i < count; i++) {
      try {
        values.add(read(element));
      } catch (CodecException failure) {
        throw failure.at("[" + i + "]");
      }
    }
    bounds.leave();
    return values;
  }

  private Object readMap(Shape.MapShape shape) {
    bounds.enter();
    var count = bounds.counted(in.unsigned(Integer.MAX_VALUE));
    var map = new Containers.MapBuilder();
    for (var i = 0; i < count; i++) {
      var key = read(shape.key());
      try {
        map.put(key, read(shape.value()));
      } catch (CodecException failure) {
        throw failure.at(Texts.oneLine(key.toString()));
      }
    }
    bounds.leave();
    return map.build();
  }

  private Object readRecord(RecordShape shape) {
    bounds.enter();
    var values = new Object[shape.count()];
    for (var i = 0; i < values.length; i++) {
      try {
        values[i] = read(shape.component(i).shape());
      } catch (CodecException failure) {
        throw failure.at(shape.component(i).name());
      }
    }
    bounds.leave();
    return shape.build(values);
  }

  private Object readArray(Shape.ArrayShape shape) {
    return Containers.array(shape, readAll(shape.element()));
  }

  private Object[] readTuple(TupleShape shape) {
    var values = new Object[shape.count()];
    for (var i = 0; i < values.length; i++) {
      var part = shape.parts().get(i);
      try {
        values[i] = read(part.shape());
      } catch (CodecException failure) {
        throw failure.at(part.name());
      }
    }
    return values;
  }

  private int index(int count, Shape shape) {
    var index = in.unsigned(Integer.MAX_VALUE);
    if (index >= count) {
      throw CodecException.invalid("index %d of %s".formatted(index, shape.expected()));
    }
    return (int) index;
  }
}
