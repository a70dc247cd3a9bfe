package dev.samara.codec.convert;

import dev.samara.codec.Framing;
import dev.samara.codec.fixed.FixedFraming;
import dev.samara.codec.length.LengthFraming;
import dev.samara.codec.stream.Converter;
import dev.samara.codec.value.Codec;
import dev.samara.codec.value.CodecOptions;
import dev.samara.codec.value.Codecs;
import dev.samara.codec.value.TypeAllowList;
import io.vertx.core.buffer.Buffer;

/**
 * The ready converters. Those of basic types that are always of the same length have nothing around
 * them; the others have their length in front, an unsigned 32-bit number, the highest byte first
 * ({@link LengthFraming}). None of them suspends.
 */
public final class Converters {

  private Converters() {}

  /**
   * Any values in any framing: the framing says where each ends, the codec what is in it.
   *
   * @param framing the framing, without messages in parts; each message is read by a decoder of its
   *     own
   * @param codec the codec of what is in a message
   * @param <T> the values
   * @return the converter, such as JSON in lines
   */
  public static <T> Converter<T> framed(Framing framing, Codec<T> codec) {
    return framed(codec.name() + " in " + framing.name(), framing, codec);
  }

  /**
   * Values inside of frames that somebody else cuts: all bytes of one push are one value.
   *
   * @param codec the codec of what is in a frame
   * @param <T> the values
   * @return the converter; its decoders take one push, which leaves no rest
   */
  public static <T> Converter<T> whole(Codec<T> codec) {
    return new WholeConverter<>(codec);
  }

  /**
   * True or false.
   *
   * @return one byte, see {@link Codecs#bool}
   */
  public static Converter<Boolean> bool() {
    return fixed(Codecs.bool(), 1);
  }

  /**
   * Whole numbers of 32 bits.
   *
   * @return four bytes, see {@link Codecs#int32}
   */
  public static Converter<Integer> int32() {
    return fixed(Codecs.int32(), Integer.BYTES);
  }

  /**
   * Whole numbers of 64 bits.
   *
   * @return eight bytes, see {@link Codecs#int64}
   */
  public static Converter<Long> int64() {
    return fixed(Codecs.int64(), Long.BYTES);
  }

  /**
   * Floating-point numbers.
   *
   * @return eight bytes, see {@link Codecs#float64}
   */
  public static Converter<Double> float64() {
    return fixed(Codecs.float64(), Double.BYTES);
  }

  /**
   * Texts.
   *
   * @param maxBytes the longest text in bytes, 1 to 1 GiB
   * @return length and UTF-8
   * @throws IllegalArgumentException if the limit is out of range
   */
  public static Converter<String> utf8(int maxBytes) {
    return prefixed(Codecs.utf8(maxBytes), maxBytes);
  }

  /**
   * Bytes.
   *
   * @param maxBytes how many at most, 1 to 1 GiB
   * @return length and bytes
   * @throws IllegalArgumentException if the limit is out of range
   */
  public static Converter<Buffer> bytes(int maxBytes) {
    return prefixed(Codecs.bytes(maxBytes), maxBytes);
  }

  /**
   * Records as JSON.
   *
   * @param type a record, an enum or a sealed interface
   * @param allowed see {@link Codecs#json(Class, TypeAllowList, CodecOptions)}
   * @param options the limits; the largest value is also the longest message
   * @param <T> the values
   * @return length and JSON
   * @throws IllegalArgumentException if the type holds one that cannot be carried or is not listed
   */
  public static <T> Converter<T> json(Class<T> type, TypeAllowList allowed, CodecOptions options) {
    return prefixed(Codecs.json(type, allowed, options), options.maxBytes());
  }

  /**
   * Records as CBOR.
   *
   * @param type a record, an enum or a sealed interface
   * @param allowed see {@link Codecs#cbor(Class, TypeAllowList, CodecOptions)}
   * @param options the limits; the largest value is also the longest message
   * @param <T> the values
   * @return length and CBOR
   * @throws IllegalArgumentException if the type holds one that cannot be carried or is not listed
   */
  public static <T> Converter<T> cbor(Class<T> type, TypeAllowList allowed, CodecOptions options) {
    return prefixed(Codecs.cbor(type, allowed, options), options.maxBytes());
  }

  /**
   * Records in the compact binary form.
   *
   * @param type a record, an enum or a sealed interface
   * @param version of the schema, 0 to 255
   * @param allowed see {@link Codecs#record(Class, int, TypeAllowList, CodecOptions)}
   * @param options the limits; the largest value is also the longest message
   * @param <T> the values
   * @return length and record
   * @throws IllegalArgumentException if the type holds one that cannot be carried or is not listed
   */
  public static <T> Converter<T> record(
      Class<T> type, int version, TypeAllowList allowed, CodecOptions options) {
    return prefixed(Codecs.record(type, version, allowed, options), options.maxBytes());
  }

  private static <T> Converter<T> fixed(Codec<T> codec, int byteCount) {
    return framed(codec.name(), new FixedFraming(byteCount), codec);
  }

  private static <T> Converter<T> prefixed(Codec<T> codec, int maxBytes) {
    return framed(codec.name(), new LengthFraming(maxBytes), codec);
  }

  private static <T> Converter<T> framed(String name, Framing framing, Codec<T> codec) {
    return new FramedConverter<>(name, framing, codec);
  }
}
