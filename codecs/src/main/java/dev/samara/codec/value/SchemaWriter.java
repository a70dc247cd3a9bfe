package dev.samara.codec.value;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.LinkedHashMap;
import java.util.Map;

/** Makes the schema that goes in front of a compact value: see {@link ValueFormat#COMPACT}. */
final class SchemaWriter {

  private final Map<RecordShape, Integer> records = new LinkedHashMap<>();
  private final Map<FamilyShape, Integer> families = new LinkedHashMap<>();
  private final ByteBuf out = Unpooled.buffer();
  private final BinaryOut binary = new BinaryOut(out, new Bounds(CodecOptions.DEFAULT));

  private SchemaWriter() {}

  /**
   * The schema of a type.
   *
   * @throws IllegalArgumentException if names of one record, enum or family have the same hash
   */
  static byte[] schemaOf(Shape root) {
    var writer = new SchemaWriter();
    writer.collect(root);
    writer.writeTables();
    writer.describe(root);
    return ByteBufUtil.getBytes(writer.out);
  }

  private void collect(Shape shape) {
    switch (shape) {
      case Scalar _, Shape.ArrayShape _ -> {}
      case EnumShape constants -> constants.hashes().checked(constants.name());
      case Shape.OptionalShape optional -> collect(optional.content());
      case Shape.NullableShape nullable -> collect(nullable.content());
      case Shape.ListShape list -> collect(list.element());
      case Shape.SetShape set -> collect(set.element());
      case Shape.MapShape map -> {
        collect(map.key());
        collect(map.value());
      }
      case TupleShape tuple -> tuple.parts().forEach(part -> collect(part.shape()));
      case RecordShape record -> {
        if (records.putIfAbsent(record, records.size()) == null) {
          record.hashes().checked(record.name());
          for (var i = 0; i < record.count(); i++) {
            collect(record.component(i).shape());
          }
        }
      }
      case FamilyShape family -> {
        if (families.putIfAbsent(family, families.size()) == null) {
          family.hashes().checked(family.name());
          for (var i = 0; i < family.count(); i++) {
            collect(family.byIndex(i));
          }
        }
      }
    }
  }

  private void writeTables() {
    binary.unsigned(records.size());
    binary.unsigned(families.size());
    for (var record : records.keySet()) {
      binary.unsigned(record.count());
      for (var i = 0; i < record.count(); i++) {
        out.writeInt(record.hashes().at(i));
        describe(record.component(i).shape());
      }
    }
    for (var family : families.keySet()) {
      binary.unsigned(family.count());
      for (var i = 0; i < family.count(); i++) {
        out.writeInt(family.hashes().at(i));
        binary.unsigned(records.get(family.byIndex(i)));
      }
    }
  }

  private void describe(Shape shape) {
    switch (shape) {
      case Scalar scalar -> write(Layout.of(scalar));
      case EnumShape _ -> write(Layout.ENUM);
      case Shape.OptionalShape optional -> describe(Layout.MAYBE, optional.content());
      case Shape.NullableShape nullable -> describe(Layout.MAYBE, nullable.content());
      case Shape.ListShape list -> describe(Layout.LIST, list.element());
      case Shape.SetShape set -> describe(Layout.LIST, set.element());
      case Shape.ArrayShape array -> describe(Layout.LIST, array.element());
      case Shape.MapShape map -> {
        describe(Layout.MAP, map.key());
        describe(map.value());
      }
      case TupleShape tuple -> {
        write(Layout.TUPLE);
        binary.unsigned(tuple.count());
        tuple.parts().forEach(part -> describe(part.shape()));
      }
      case RecordShape record -> {
        write(Layout.RECORD);
        binary.unsigned(records.get(record));
      }
      case FamilyShape family -> {
        write(Layout.FAMILY);
        binary.unsigned(families.get(family));
      }
    }
  }

  private void describe(Layout layout, Shape content) {
    write(layout);
    describe(content);
  }

  private void write(Layout layout) {
    out.writeByte(layout.code());
  }
}
