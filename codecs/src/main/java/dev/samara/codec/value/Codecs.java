package dev.samara.codec.value;

import dev.samara.codec.Limits;
import dev.samara.codec.stream.CodecException;
import io.netty.buffer.ByteBufUtil;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.buffer.BufferInternal;

/**
 * The ready codecs.
 *
 * <p>{@link #json}, {@link #cbor} and {@link #record} carry records, enums and sealed interfaces,
 * whose components are of these: {@code boolean}, {@code byte}, {@code short}, {@code int}, {@code
 * long}, {@code float}, {@code double}, {@code char}, their boxes and arrays of them; {@code
 * String}, {@code Buffer}, {@code BigInteger}, {@code BigDecimal}, {@code Instant}, {@code
 * Duration}, {@code LocalDate}, {@code UUID}; {@code Optional} and {@code List} of any of them,
 * {@code Map} with texts or an enum as keys, {@code Set} of basic types or an enum; and again
 * records, enums and sealed interfaces. There is no null: what may be missing is an {@code
 * Optional}. A value that the constructor of a record refuses is an invalid one; the {@link
 * CodecException} names the component and the record. The package of a record must be open to this
 * module (on the class path all are).
 */
public final class Codecs {

  private static final Codec<Boolean> BOOL =
      BasicCodec.fixed(
          "bool", 1, value -> Buffer.buffer(new byte[] {(byte) (value ? 1 : 0)}), Codecs::readBool);

  private static final Codec<Integer> INT32 =
      BasicCodec.fixed(
          "int32",
          Integer.BYTES,
          value -> Buffer.buffer(Integer.BYTES).appendInt(value),
          bytes -> bytes.getInt(0));

  private static final Codec<Long> INT64 =
      BasicCodec.fixed(
          "int64",
          Long.BYTES,
          value -> Buffer.buffer(Long.BYTES).appendLong(value),
          bytes -> bytes.getLong(0));

  private static final Codec<Double> FLOAT64 =
      BasicCodec.fixed(
          "float64",
          Double.BYTES,
          value -> Buffer.buffer(Double.BYTES).appendDouble(value),
          bytes -> bytes.getDouble(0));

  private Codecs() {}

  /**
   * True or false.
   *
   * @return one byte, 1 or 0
   */
  public static Codec<Boolean> bool() {
    return BOOL;
  }

  /**
   * Whole numbers of 32 bits.
   *
   * @return four bytes, two's complement, the highest first
   */
  public static Codec<Integer> int32() {
    return INT32;
  }

  /**
   * Whole numbers of 64 bits.
   *
   * @return eight bytes, two's complement, the highest first
   */
  public static Codec<Long> int64() {
    return INT64;
  }

  /**
   * Floating-point numbers.
   *
   * @return eight bytes, IEEE 754 binary64, the highest first
   */
  public static Codec<Double> float64() {
    return FLOAT64;
  }

  /**
   * Texts.
   *
   * @param maxBytes the longest text in bytes, 1 to 1 GiB
   * @return UTF-8 (RFC 3629), nothing before or behind it
   * @throws IllegalArgumentException if the limit is out of range
   */
  public static Codec<String> utf8(int maxBytes) {
    return new BasicCodec<>(
        "utf8", 0, Limits.checkMaxMessageBytes(maxBytes), Codecs::writeText, Codecs::readText);
  }

  /**
   * Bytes as they are; neither side copies them.
   *
   * @param maxBytes how many at most, 1 to 1 GiB
   * @return the same bytes
   * @throws IllegalArgumentException if the limit is out of range
   */
  public static Codec<Buffer> bytes(int maxBytes) {
    return new BasicCodec<>(
        "bytes", 0, Limits.checkMaxMessageBytes(maxBytes), bytes -> bytes, bytes -> bytes);
  }

  /**
   * JSON (RFC 8259) in UTF-8, of the types that the class itself names, within {@link
   * CodecOptions#DEFAULT}.
   *
   * @param type a record or an enum
   * @param <T> the values
   * @return see {@link #json(Class, TypeAllowList, CodecOptions)}
   * @throws IllegalArgumentException if it holds a type that cannot be carried
   */
  public static <T> Codec<T> json(Class<T> type) {
    return json(type, TypeAllowList.reachableFrom(type), CodecOptions.DEFAULT);
  }

  /**
   * JSON (RFC 8259) in UTF-8. A record is an object with a field for each component, in any order;
   * an empty {@code Optional} is left out in it and null elsewhere; a sealed interface is an object
   * whose one field has the simple name of the listed record; an enum is the name of its constant;
   * {@code Buffer} and {@code byte[]} are Base64, times are as ISO 8601 has them. Numbers that are
   * not finite are the texts NaN, Infinity, -Infinity. Nothing is converted on the way in: a text
   * is no number.
   *
   * @param type a record, an enum or a sealed interface
   * @param allowed all records and enums that may be built; must hold all that the type names
   * @param options the limits
   * @param <T> the values
   * @return the codec; it has looked at the type, so make it once
   * @throws IllegalArgumentException if it holds a type that cannot be carried or is not listed
   */
  public static <T> Codec<T> json(Class<T> type, TypeAllowList allowed, CodecOptions options) {
    return TokenCodec.json(named("json", type), Shapes.of(type, allowed), options);
  }

  /**
   * CBOR (RFC 8949) of the types that the class itself names, within {@link CodecOptions#DEFAULT}.
   *
   * @param type a record or an enum
   * @param <T> the values
   * @return see {@link #cbor(Class, TypeAllowList, CodecOptions)}
   * @throws IllegalArgumentException if it holds a type that cannot be carried
   */
  public static <T> Codec<T> cbor(Class<T> type) {
    return cbor(type, TypeAllowList.reachableFrom(type), CodecOptions.DEFAULT);
  }

  /**
   * CBOR (RFC 8949): the same as JSON, but bytes are byte strings and all numbers are numbers, long
   * and decimal ones with the tags 2, 3 and 4. Other tags are refused.
   *
   * @param type a record, an enum or a sealed interface
   * @param allowed all records and enums that may be built; must hold all that the type names
   * @param options the limits
   * @param <T> the values
   * @return the codec; it has looked at the type, so make it once
   * @throws IllegalArgumentException if it holds a type that cannot be carried or is not listed
   */
  public static <T> Codec<T> cbor(Class<T> type, TypeAllowList allowed, CodecOptions options) {
    return TokenCodec.cbor(named("cbor", type), Shapes.of(type, allowed), options);
  }

  /**
   * The compact binary form, version 1, of the types that the class itself names, within {@link
   * CodecOptions#DEFAULT}.
   *
   * @param type a record or an enum
   * @param <T> the values
   * @return see {@link #record(Class, int, TypeAllowList, CodecOptions)}
   * @throws IllegalArgumentException if it holds a type that cannot be carried
   */
  public static <T> Codec<T> record(Class<T> type) {
    return record(type, 1, TypeAllowList.reachableFrom(type), CodecOptions.DEFAULT);
  }

  /**
   * The compact binary form. Both sides must have the same schema: it is not in the bytes. The
   * first byte is its version, to be counted up when components or constants change.
   *
   * <pre>
   * boolean                 00 or 01
   * byte                    1 byte
   * short, int, long        varint of (n shl 1) xor (n shr 63), so -1 is 01 and 1 is 02
   * float, double           4, 8 bytes, IEEE 754, the highest first
   * char                    varint of the UTF-16 unit
   * String, Buffer, byte[]  varint of the byte count, then UTF-8 or the bytes
   * BigInteger              varint of the byte count, then the shortest two's complement
   * BigDecimal              its scale like an int, its digits like a BigInteger
   * Instant, Duration       seconds like a long, varint of the nanoseconds
   * LocalDate, UUID         day since 1970-01-01 like a long; 16 bytes
   * enum                    varint of the constant's place in the declaration, from 0
   * Optional                00, or 01 and the value
   * List, Set, array        varint of the count, then the elements
   * Map                     varint of the count, then key and value of each entry
   * record                  its components in the order of the declaration
   * sealed interface        varint of the record's place among the listed ones, then the record
   * varint                  unsigned LEB128: seven bits a byte, the lowest first; shortest form only
   * </pre>
   *
   * @param type a record, an enum or a sealed interface
   * @param version of the schema, 0 to 255; bytes of another version are refused
   * @param allowed all records and enums that may be built; must hold all that the type names
   * @param options the limits
   * @param <T> the values
   * @return the codec; it has looked at the type, so make it once
   * @throws IllegalArgumentException if it holds a type that cannot be carried or is not listed
   */
  public static <T> Codec<T> record(
      Class<T> type, int version, TypeAllowList allowed, CodecOptions options) {
    return new BinaryCodec<>(type, Shapes.of(type, allowed), version, options);
  }

  private static String named(String form, Class<?> type) {
    return "%s(%s)".formatted(form, type.getSimpleName());
  }

  private static boolean readBool(Buffer bytes) {
    return switch (bytes.getByte(0)) {
      case 0 -> false;
      case 1 -> true;
      default -> throw CodecException.invalid("bool: a byte that is neither 0 nor 1");
    };
  }

  private static Buffer writeText(String text) {
    Texts.checkWhole(text);
    var buffer = BufferInternal.buffer(ByteBufUtil.utf8Bytes(text));
    ByteBufUtil.writeUtf8(buffer.unwrap(), text);
    return buffer;
  }

  private static String readText(Buffer bytes) {
    var text = ((BufferInternal) bytes).unwrap();
    return Texts.decode(text, text.readerIndex(), text.readableBytes());
  }
}
