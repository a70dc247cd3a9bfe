package dev.samara.codec.value;

import dev.samara.codec.stream.CodecException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads a compact value that was written by another version of the same types: walks along what the
 * peer says its values look like and along what is expected here. What is not known here is
 * skipped. One thread, one value.
 */
final class ResolvingReader {

  private final BinaryIn in;
  private final Bounds bounds;

  ResolvingReader(BinaryIn in, Bounds bounds) {
    this.in = in;
    this.bounds = bounds;
  }

  Object read(WireShape wire, Shape target) {
    if (wire instanceof WireShape.Maybe maybe) {
      return in.bool() ? read(maybe.content(), target) : missing(target);
    }
    return switch (target) {
      case Shape.OptionalShape optional -> Optional.of(read(wire, optional.content()));
      case Shape.NullableShape nullable -> read(wire, nullable.content());
      case Scalar scalar when wire instanceof WireShape.Plain plain -> readScalar(plain, scalar);
      case EnumShape constants when wire instanceof WireShape.Plain(var layout) -> {
        check(layout == Layout.ENUM, target);
        yield constants.byHash(in.int32());
      }
      case Shape.ListShape list when wire instanceof WireShape.Sequence(var element) ->
          List.copyOf(readAll(element, list.element()));
      case Shape.SetShape set when wire instanceof WireShape.Sequence(var element) ->
          Containers.set(readAll(element, set.element()));
      case Shape.ArrayShape array when wire instanceof WireShape.Sequence(var element) ->
          Containers.array(array, readAll(element, array.element()));
      case Shape.MapShape map when wire instanceof WireShape.Entries entries ->
          readMap(entries, map);
      case TupleShape tuple when wire instanceof WireShape.Tuple(var parts) ->
          readTuple(parts, tuple);
      case RecordShape record when wire instanceof WireShape.Fields fields ->
          readRecord(fields, record);
      case FamilyShape family when wire instanceof WireShape.Family members ->
          readMember(members, family);
      default -> throw mismatch(target);
    };
  }

  private static Object missing(Shape target) {
    return switch (target) {
      case Shape.OptionalShape _ -> Optional.empty();
      case Shape.NullableShape _ -> null;
      default -> throw CodecException.invalid("expected " + target.expected() + ", found none");
    };
  }

  /** Whole numbers and floating-point numbers are read as each other if the value fits. */
  private Object readScalar(WireShape.Plain wire, Scalar target) {
    var layout = wire.layout();
    if (isWhole(layout) && isWhole(Layout.of(target))) {
      return whole(((Number) in.scalar(layout.scalar())).longValue(), target);
    }
    if (layout == Layout.of(target)) {
      return in.scalar(target);
    }
    if (layout == Layout.FLOAT && target == Scalar.DOUBLE) {
      return ((Number) in.scalar(Scalar.FLOAT)).doubleValue();
    }
    throw mismatch(target);
  }

  private static boolean isWhole(Layout layout) {
    return layout == Layout.BYTE || layout == Layout.WHOLE;
  }

  private static Object whole(long value, Scalar target) {
    var fits =
        switch (target) {
          case BYTE -> (byte) value == value;
          case SHORT -> (short) value == value;
          case INT -> (int) value == value;
          default -> true;
        };
    if (!fits) {
      throw CodecException.invalid(
          "expected " + target.expected() + ", found one beyond its range");
    }
    return switch (target) {
      case BYTE -> (Object) (byte) value;
      case SHORT -> (short) value;
      case INT -> (int) value;
      default -> value;
    };
  }

  private List<Object> readAll(WireShape wire, Shape target) {
    bounds.enter();
    var count = bounds.counted(in.unsigned(Integer.MAX_VALUE));
    var values = new ArrayList<>(Math.min(count, in.left()));
    for (var i = 0; i < count; i++) {
      try {
        values.add(read(wire, target));
      } catch (CodecException failure) {
        throw failure.at("[" + i + "]");
      }
    }
    bounds.leave();
    return values;
  }

  private Object readMap(WireShape.Entries wire, Shape.MapShape target) {
    bounds.enter();
    var count = bounds.counted(in.unsigned(Integer.MAX_VALUE));
    var map = new Containers.MapBuilder();
    for (var i = 0; i < count; i++) {
      var key = read(wire.key(), target.key());
      try {
        map.put(key, read(wire.value(), target.value()));
      } catch (CodecException failure) {
        throw failure.at(Texts.oneLine(key.toString()));
      }
    }
    bounds.leave();
    return map.build();
  }

  private Object[] readTuple(List<WireShape> wire, TupleShape target) {
    target.checkCount(wire.size());
    var values = new Object[target.count()];
    for (var i = 0; i < values.length; i++) {
      var part = target.parts().get(i);
      try {
        values[i] = read(wire.get(i), part.shape());
      } catch (CodecException failure) {
        throw failure.at(part.name());
      }
    }
    return values;
  }

  private Object readMember(WireShape.Family wire, FamilyShape target) {
    var hash = in.int32();
    var fields = wire.members().get(hash);
    if (fields == null) {
      throw CodecException.invalid("a type that its schema does not have");
    }
    return readRecord(fields, target.byHash(hash));
  }

  private Object readRecord(WireShape.Fields wire, RecordShape target) {
    bounds.enter();
    var places = wire.targets(target);
    var values = new Object[target.count()];
    var seen = new boolean[values.length];
    for (var i = 0; i < places.length; i++) {
      if (places[i] < 0) {
        skip(wire.shape(i));
      } else {
        seen[places[i]] = true;
        values[places[i]] = readComponent(wire.shape(i), target.component(places[i]));
      }
    }
    for (var i = 0; i < values.length; i++) {
      if (!seen[i]) {
        values[i] = target.missing(i);
      }
    }
    bounds.leave();
    return target.build(values);
  }

  private Object readComponent(WireShape wire, RecordShape.Component component) {
    try {
      return read(wire, component.shape());
    } catch (CodecException failure) {
      throw failure.at(component.name());
    }
  }

  private void skip(WireShape wire) {
    switch (wire) {
      case WireShape.Plain(var layout) when layout == Layout.ENUM -> in.int32();
      case WireShape.Plain(var layout) -> in.scalar(layout.scalar());
      case WireShape.Maybe(var content) -> {
        if (in.bool()) {
          skip(content);
        }
      }
      case WireShape.Sequence(var element) -> skipAll(element);
      case WireShape.Entries(var key, var value) -> skipAll(key, value);
      case WireShape.Tuple(var parts) -> parts.forEach(this::skip);
      case WireShape.Fields fields -> {
        bounds.enter();
        for (var i = 0; i < fields.count(); i++) {
          skip(fields.shape(i));
        }
        bounds.leave();
      }
      case WireShape.Family(var members) -> {
        var member = members.get(in.int32());
        if (member == null) {
          throw CodecException.invalid("a type that its schema does not have");
        }
        skip(member);
      }
    }
  }

  private void skipAll(WireShape... each) {
    bounds.enter();
    var count = bounds.counted(in.unsigned(Integer.MAX_VALUE));
    for (var i = 0; i < count; i++) {
      for (var wire : each) {
        skip(wire);
      }
    }
    bounds.leave();
  }

  private static void check(boolean fits, Shape target) {
    if (!fits) {
      throw mismatch(target);
    }
  }

  private static CodecException mismatch(Shape target) {
    return CodecException.invalid("expected " + target.expected() + ", found another type");
  }
}
