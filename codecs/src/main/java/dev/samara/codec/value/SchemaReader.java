package dev.samara.codec.value;

import dev.samara.codec.stream.CodecException;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;

/** Reads a peer's schema: see {@link ValueFormat#COMPACT}. One thread, one schema. */
final class SchemaReader {

  private final BinaryIn in;
  private final Bounds bounds;
  private final List<WireShape.Fields> records = new ArrayList<>();
  private final List<WireShape.Family> families = new ArrayList<>();

  private SchemaReader(byte[] schema, Bounds bounds) {
    this.in = new BinaryIn(Unpooled.wrappedBuffer(schema), bounds);
    this.bounds = bounds;
  }

  /** The shape that it describes; throws if it is none. */
  static WireShape read(byte[] schema, CodecOptions options) {
    var reader = new SchemaReader(schema, new Bounds(options));
    try {
      var shape = reader.all();
      reader.in.checkEnd();
      return shape;
    } catch (CodecException failure) {
      throw failure.at("schema");
    }
  }

  private WireShape all() {
    var recordCount = count();
    var familyCount = count();
    for (var i = 0; i < recordCount; i++) {
      records.add(new WireShape.Fields());
    }
    for (var i = 0; i < familyCount; i++) {
      families.add(new WireShape.Family(new HashMap<>()));
    }
    records.forEach(this::readFields);
    families.forEach(this::readMembers);
    return shape();
  }

  private void readFields(WireShape.Fields record) {
    var hashes = new int[count()];
    var shapes = new WireShape[hashes.length];
    var seen = new HashSet<Integer>();
    for (var i = 0; i < hashes.length; i++) {
      hashes[i] = in.int32();
      if (!seen.add(hashes[i])) {
        throw CodecException.invalid("a field that was there before");
      }
      shapes[i] = shape();
    }
    record.set(hashes, shapes);
  }

  private void readMembers(WireShape.Family family) {
    var members = count();
    for (var i = 0; i < members; i++) {
      var hash = in.int32();
      if (family.members().putIfAbsent(hash, records.get(place(records.size()))) != null) {
        throw CodecException.invalid("a type that was there before");
      }
    }
  }

  private WireShape shape() {
    bounds.enter();
    var code = in.unsignedByte();
    var layout = Layout.ofCode(code);
    var shape =
        switch (layout) {
          case null ->
              throw CodecException.invalid("layout: %d (expected: a known one)".formatted(code));
          case MAYBE -> new WireShape.Maybe(shape());
          case LIST -> new WireShape.Sequence(shape());
          case MAP -> new WireShape.Entries(shape(), shape());
          case RECORD -> records.get(place(records.size()));
          case FAMILY -> families.get(place(families.size()));
          case TUPLE -> tuple();
          default -> new WireShape.Plain(layout);
        };
    bounds.leave();
    return shape;
  }

  private WireShape tuple() {
    var parts = new ArrayList<WireShape>();
    var count = count();
    for (var i = 0; i < count; i++) {
      parts.add(shape());
    }
    return new WireShape.Tuple(List.copyOf(parts));
  }

  /** Each of what is counted takes a byte at least. */
  private int count() {
    var count = in.unsigned(Integer.MAX_VALUE);
    in.need(count);
    return (int) count;
  }

  private int place(int count) {
    if (count == 0) {
      throw CodecException.invalid("a reference to a type that is not there");
    }
    return (int) in.unsigned(count - 1L);
  }
}
