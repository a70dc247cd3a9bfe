package dev.samara.codec.length;

import dev.samara.codec.counted.CountedDecoder;
import io.netty.buffer.ByteBuf;
import java.nio.ByteOrder;

/** Reads the lengths of {@link LengthFraming}. */
final class LengthDecoder extends CountedDecoder {

  /** What 64 bits take, seven by seven. */
  static final int MAX_VARINT_BYTES = 10;

  private final int fieldBytes;
  private final boolean isLittle;
  private final boolean countsItself;

  /** The bytes of a split head read so far, as a number. */
  private long number;

  LengthDecoder(LengthFraming framing) {
    super(framing.maxMessageBytes(), framing.maxStreamBytes());
    var field = framing.field();
    this.fieldBytes = field.width().bytes();
    this.isLittle = field.order() == ByteOrder.LITTLE_ENDIAN;
    this.countsItself = field.countsItself();
  }

  @Override
  protected boolean readHead(ByteBuf in) {
    if (fieldBytes == 0) {
      if (!readVarint(in)) {
        return false;
      }
    } else if (headBytes == 0 && in.readableBytes() >= fieldBytes) {
      number = readWhole(in);
      headBytes = fieldBytes;
    } else if (!readBytewise(in)) {
      return false;
    }
    var length = number;
    number = 0;
    if (countsItself) {
      if (Long.compareUnsigned(length, headBytes) < 0) {
        throw bad(
            "a length of %d bytes that counts itself (expected: >= %d)"
                .formatted(length, headBytes));
      }
      length -= headBytes;
    }
    announce(length);
    return true;
  }

  private long readWhole(ByteBuf in) {
    return switch (fieldBytes) {
      case 1 -> in.readUnsignedByte();
      case 2 -> isLittle ? in.readUnsignedShortLE() : in.readUnsignedShort();
      case 3 -> isLittle ? in.readUnsignedMediumLE() : in.readUnsignedMedium();
      case 4 -> isLittle ? in.readUnsignedIntLE() : in.readUnsignedInt();
      default -> isLittle ? in.readLongLE() : in.readLong();
    };
  }

  private boolean readBytewise(ByteBuf in) {
    while (headBytes < fieldBytes && in.isReadable()) {
      long next = in.readUnsignedByte();
      number = isLittle ? number | next << Byte.SIZE * headBytes : number << Byte.SIZE | next;
      headBytes++;
    }
    return headBytes == fieldBytes;
  }

  private boolean readVarint(ByteBuf in) {
    while (in.isReadable()) {
      var next = in.readByte();
      number |= (next & 0x7fL) << 7 * headBytes;
      headBytes++;
      // The tenth byte holds the last of 64 bits.
      if (headBytes == MAX_VARINT_BYTES && (next & 0xff) > 1) {
        throw bad("a varint of more than 64 bits");
      }
      if (next >= 0) {
        return true;
      }
    }
    return false;
  }
}
