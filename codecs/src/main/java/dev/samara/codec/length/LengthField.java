package dev.samara.codec.length;

import dev.samara.codec.FramingException;
import io.netty.buffer.ByteBuf;
import java.nio.ByteOrder;

/**
 * How the length of a message is written: always as an unsigned number.
 *
 * @param width how many bytes it takes
 * @param order which byte comes first; that of a varint is {@link ByteOrder#LITTLE_ENDIAN}, that of
 *     one byte makes no difference
 * @param countsItself whether the number is that of the message's bytes and its own together
 */
public record LengthField(Width width, ByteOrder order, boolean countsItself) {

  /** How many bytes a length takes. */
  public enum Width {
    /** One byte: messages up to 255 bytes. */
    ONE(1),
    /** Two bytes: up to 64 KiB. */
    TWO(2),
    /** Three bytes, as in HTTP/2: up to 16 MiB. */
    THREE(3),
    /** Four bytes: up to 4 GiB. */
    FOUR(4),
    /** Eight bytes: up to 2^64 - 1. */
    EIGHT(8),
    /**
     * One to ten bytes of seven bits each, the lowest first, all but the last with the top bit set
     * (the base-128 varint of Protocol Buffers, also known as LEB128): up to 2^64 - 1.
     */
    VARINT(0);

    private final int bytes;

    Width(int bytes) {
      this.bytes = bytes;
    }

    /** The bytes of the field, 0 if that depends on the number. */
    int bytes() {
      return bytes;
    }

    /** The largest number it can hold, unsigned. */
    private long largest() {
      return bytes == 0 || bytes == Long.BYTES ? -1L : (1L << Byte.SIZE * bytes) - 1;
    }
  }

  /** Four bytes in network byte order that do not count themselves. */
  public static final LengthField LENGTH_32 =
      new LengthField(Width.FOUR, ByteOrder.BIG_ENDIAN, false);

  /** A varint that does not count itself, as in delimited streams of Protocol Buffers. */
  public static final LengthField VARINT =
      new LengthField(Width.VARINT, ByteOrder.LITTLE_ENDIAN, false);

  /**
   * Checks the order of a varint.
   *
   * @throws IllegalArgumentException if a varint is to be big-endian
   */
  public LengthField {
    if (width == Width.ONE) {
      order = ByteOrder.BIG_ENDIAN;
    }
    if (width == Width.VARINT && order == ByteOrder.BIG_ENDIAN) {
      throw new IllegalArgumentException("order: BIG_ENDIAN (expected: LITTLE_ENDIAN in a varint)");
    }
  }

  /**
   * The name of the framing that uses this field.
   *
   * @return {@code length} with the number of bits, and {@code le} if little-endian; or {@code
   *     varint}; then {@code +self} if it counts itself
   */
  public String name() {
    var self = countsItself ? "+self" : "";
    if (width == Width.VARINT) {
      return "varint" + self;
    }
    var isLittle = width != Width.ONE && order == ByteOrder.LITTLE_ENDIAN;
    return "length" + Byte.SIZE * width.bytes + (isLittle ? "le" : "") + self;
  }

  /**
   * How many bytes the field takes before a message of this length.
   *
   * @param lengthBytes the message's length, unsigned
   * @return 1 to 10
   * @throws FramingException if the field cannot hold the number
   */
  int bytes(long lengthBytes) {
    if (width == Width.VARINT) {
      return varintBytes(lengthBytes);
    }
    var number = number(lengthBytes, width.bytes);
    if (Long.compareUnsigned(number, width.largest()) > 0) {
      throw tooLong(lengthBytes);
    }
    return width.bytes;
  }

  private int varintBytes(long lengthBytes) {
    var bytes = 1;
    while (number(lengthBytes, bytes) >>> 7 * bytes != 0
        && bytes < LengthDecoder.MAX_VARINT_BYTES) {
      bytes++;
    }
    return bytes;
  }

  /** What the field says: the length, with the field's own bytes if those count. */
  private long number(long lengthBytes, int fieldBytes) {
    var number = countsItself ? lengthBytes + fieldBytes : lengthBytes;
    if (Long.compareUnsigned(number, lengthBytes) < 0) {
      throw tooLong(lengthBytes);
    }
    return number;
  }

  private FramingException tooLong(long lengthBytes) {
    return new FramingException(
        "message length: %s bytes (expected: what %s can say)"
            .formatted(Long.toUnsignedString(lengthBytes), name()));
  }

  /** Appends the field before a message of this length, which {@link #bytes} has found possible. */
  void write(long lengthBytes, ByteBuf out) {
    var isLittle = order == ByteOrder.LITTLE_ENDIAN;
    var number = countsItself ? lengthBytes + bytes(lengthBytes) : lengthBytes;
    switch (width) {
      case ONE -> out.writeByte((int) number);
      case TWO -> out.writeShort(isLittle ? Short.reverseBytes((short) number) : (int) number);
      case THREE -> {
        if (isLittle) {
          out.writeMediumLE((int) number);
        } else {
          out.writeMedium((int) number);
        }
      }
      case FOUR -> out.writeInt(isLittle ? Integer.reverseBytes((int) number) : (int) number);
      case EIGHT -> out.writeLong(isLittle ? Long.reverseBytes(number) : number);
      case VARINT -> writeVarint(number, out);
    }
  }

  private static void writeVarint(long number, ByteBuf out) {
    var rest = number;
    while (rest >>> 7 != 0) {
      out.writeByte((int) rest & 0x7f | 0x80);
      rest >>>= 7;
    }
    out.writeByte((int) rest);
  }
}
