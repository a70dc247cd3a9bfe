package dev.samara.codec.value;

import java.util.List;
import java.util.Locale;

/**
 * The forms in which values of declared types travel between versions of a program: what one side
 * has and the other does not is skipped, and what is missing is an empty {@code Optional} or null,
 * or an error if it is a primitive.
 */
public enum ValueFormat {

  /**
   * JSON (RFC 8259) as {@link Codecs#json} has it; components that are null are left out. Arguments
   * are an array of the values in order; nothing at all is no arguments; a single value that is not
   * an array stands for an array of it.
   */
  JSON {
    @Override
    <T> Codec<T> codec(String name, Shape shape, CodecOptions options) {
      return TokenCodec.json(name, shape, options.ignoringUnknownFields());
    }
  },

  /** CBOR (RFC 8949) as {@link Codecs#cbor} has it, otherwise like JSON. */
  CBOR {
    @Override
    <T> Codec<T> codec(String name, Shape shape, CodecOptions options) {
      return TokenCodec.cbor(name, shape, options.ignoringUnknownFields());
    }
  },

  /**
   * The shortest and fastest. A value stands behind a description of the types it was written with,
   * so that other versions can read it. Basic types and containers are as in {@link Codecs#record};
   * what differs:
   *
   * <pre>
   * value       02 (so it is behind its schema), varint of the schema's byte count, schema, body
   * body        enum: 4 bytes, hash of the constant's name
   *             null or empty Optional: 00; else, where a value may be either: 01 and the value
   *             sealed interface: 4 bytes, hash of the record's simple name, then the record
   *             arguments: one after the other
   * schema      varint of the number of records, of families; the records; the families; a shape
   * record      varint of the number of components; for each 4 bytes, hash of its name; a shape
   * family      varint of the number of members; for each 4 bytes, hash of the record's simple
   *             name; varint of the record's place among the records
   * shape       01 boolean  02 byte  03 short, int, long  04 char  05 float  06 double  07 String
   *             08 Buffer, byte[]  09 BigInteger  0a BigDecimal  0b Instant  0c Duration
   *             0d LocalDate  0e UUID  0f enum
   *             20 shape: Optional, or a reference that may be null
   *             21 shape: List, Set, array    22 shape shape: Map
   *             23 varint: the record at that place   24 varint: the family at that place
   *             25 varint shapes: arguments, their number before them
   * hash        FNV-1a, 32 bits (draft-eastlake-fnv), of the name in UTF-8, the highest byte first
   * </pre>
   *
   * <p>A schema has at most 16,384 bytes. Whole numbers are read as any of their kinds if they fit,
   * a float as a double, a value as an optional one, and an optional one, if it is there, as a
   * value.
   */
  COMPACT {
    @Override
    <T> Codec<T> codec(String name, Shape shape, CodecOptions options) {
      return new CompactCodec<>(name, shape, options);
    }
  };

  /**
   * A codec of the values of a type.
   *
   * @param type the type
   * @param options the limits; unknown fields are ignored in any case
   * @return it takes and gives null as well, unless the type is a primitive or {@code Optional}; it
   *     has looked at the type, so make it once
   * @throws IllegalArgumentException for COMPACT, if names in one record, enum or family have the
   *     same hash, or the schema is too long
   */
  public Codec<Object> value(ValueType type, CodecOptions options) {
    return codec("%s(%s)".formatted(label(), type), type.shape(), options);
  }

  /**
   * A codec of the arguments of a call. Its errors name the argument by its number and type.
   *
   * @param types those of the parameters in order
   * @param options the limits; unknown fields are ignored in any case
   * @return it takes and gives arrays of as many values
   * @throws IllegalArgumentException as {@link #value} does
   */
  public Codec<Object[]> arguments(List<ValueType> types, CodecOptions options) {
    return codec("%s%s".formatted(label(), types), TupleShape.of(types), options);
  }

  abstract <T> Codec<T> codec(String name, Shape shape, CodecOptions options);

  private String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
