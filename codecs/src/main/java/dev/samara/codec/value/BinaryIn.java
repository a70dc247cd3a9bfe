package dev.samara.codec.value;

import dev.samara.codec.stream.CodecException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.CompositeByteBuf;
import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.buffer.BufferInternal;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;

/** Reads the basic types of the binary forms, exactly as {@link BinaryOut} writes them. */
final class BinaryIn {

  private static final int LONGEST_VARINT_BYTES = 10;

  /** Shorter ones are copied: that costs no more than sharing. */
  private static final int SHARED_BYTES = 1024;

  private static final long NANOS_IN_SECOND = 1_000_000_000;

  private final ByteBuf in;
  private final Bounds bounds;

  BinaryIn(ByteBuf in, Bounds bounds) {
    this.in = in;
    this.bounds = bounds;
  }

  int unsignedByte() {
    return need(1).readUnsignedByte();
  }

  int int32() {
    return need(Integer.BYTES).readInt();
  }

  byte[] bytes(int byteCount) {
    var bytes = new byte[(int) checkedLength(byteCount)];
    in.readBytes(bytes);
    return bytes;
  }

  /** Fit to be changed and to grow, whoever gets it. */
  private Buffer buffer(int byteCount) {
    need(byteCount);
    if (byteCount >= SHARED_BYTES && in.hasArray() && byteCount >= in.array().length / 2) {
      return shared(byteCount);
    }
    var buffer = BufferInternal.buffer(byteCount);
    buffer.unwrap().writeBytes(in, byteCount);
    return buffer;
  }

  /** A part of the bytes, which nobody else gets: it keeps little memory that is not its own. */
  private Buffer shared(int byteCount) {
    var from = in.arrayOffset() + in.readerIndex();
    in.skipBytes(byteCount);
    var part = Unpooled.wrappedBuffer(in.array(), from, byteCount);
    // A slice could not grow. This one becomes a copy when it does.
    return BufferInternal.buffer(new CompositeByteBuf(part.alloc(), false, 1, part));
  }

  int left() {
    return in.readableBytes();
  }

  void checkEnd() {
    if (in.isReadable()) {
      throw CodecException.invalid(
          "%d bytes after the end of the value".formatted(in.readableBytes()));
    }
  }

  Object scalar(Scalar scalar) {
    return switch (scalar) {
      case BOOLEAN -> bool();
      case BYTE -> need(Byte.BYTES).readByte();
      case SHORT -> (short) signed(Short.MIN_VALUE, Short.MAX_VALUE);
      case INT -> (int) signed(Integer.MIN_VALUE, Integer.MAX_VALUE);
      case LONG -> signed(Long.MIN_VALUE, Long.MAX_VALUE);
      case FLOAT -> need(Float.BYTES).readFloat();
      case DOUBLE -> need(Double.BYTES).readDouble();
      case CHAR -> bounds.text(String.valueOf((char) unsigned(Character.MAX_VALUE))).charAt(0);
      case TEXT -> text();
      case BYTES -> buffer((int) unsigned(Integer.MAX_VALUE));
      case BYTE_ARRAY -> bytes((int) unsigned(Integer.MAX_VALUE));
      case BIG_INTEGER -> number();
      case BIG_DECIMAL -> {
        var scale = (int) signed(Integer.MIN_VALUE, Integer.MAX_VALUE);
        yield bounds.number(new BigDecimal(number(), scale));
      }
      case INSTANT -> instant();
      case DURATION ->
          Duration.ofSeconds(signed(Long.MIN_VALUE, Long.MAX_VALUE), unsigned(NANOS_IN_SECOND - 1));
      case DATE -> date();
      case UUID_ -> new UUID(need(2 * Long.BYTES).readLong(), in.readLong());
    };
  }

  boolean bool() {
    return switch (need(1).readByte()) {
      case 0 -> false;
      case 1 -> true;
      default -> throw CodecException.invalid("a byte that is neither 0 nor 1");
    };
  }

  private String text() {
    var length = unsigned(Integer.MAX_VALUE);
    bounds.textBytes(length);
    need(length);
    var text = Texts.decode(in, in.readerIndex(), (int) length);
    in.skipBytes((int) length);
    return bounds.text(text);
  }

  private BigInteger number() {
    var length = unsigned(Integer.MAX_VALUE);
    bounds.numberBytes(length);
    var bytes = new byte[(int) checkedLength(length)];
    in.readBytes(bytes);
    if (bytes.length == 0 || bytes.length > 1 && bytes[0] == bytes[1] >> 7) {
      throw CodecException.invalid("a number that is not in its shortest form");
    }
    return bounds.number(new BigInteger(bytes));
  }

  private Instant instant() {
    var seconds = signed(Instant.MIN.getEpochSecond(), Instant.MAX.getEpochSecond());
    return Instant.ofEpochSecond(seconds, unsigned(NANOS_IN_SECOND - 1));
  }

  private LocalDate date() {
    try {
      return LocalDate.ofEpochDay(signed(Long.MIN_VALUE, Long.MAX_VALUE));
    } catch (DateTimeException beyond) {
      throw CodecException.invalid("a date beyond its range");
    }
  }

  private long signed(long least, long most) {
    var folded = varint();
    var value = folded >>> 1 ^ -(folded & 1);
    if (value < least || value > most) {
      throw beyond(Long.toString(value), least, most);
    }
    return value;
  }

  long unsigned(long most) {
    var value = varint();
    if (Long.compareUnsigned(value, most) > 0) {
      throw beyond(Long.toUnsignedString(value), 0, most);
    }
    return value;
  }

  private long varint() {
    var value = 0L;
    for (var i = 0; i < LONGEST_VARINT_BYTES; i++) {
      var next = need(1).readByte();
      if (i == LONGEST_VARINT_BYTES - 1 && (next & 0xfe) != 0) {
        break;
      }
      value |= (next & 0x7fL) << 7 * i;
      if (next >= 0) {
        if (next == 0 && i > 0) {
          throw CodecException.invalid("a number that is not in its shortest form");
        }
        return value;
      }
    }
    throw CodecException.invalid("a number of more than 64 bits");
  }

  private long checkedLength(long byteCount) {
    need(byteCount);
    return byteCount;
  }

  ByteBuf need(long byteCount) {
    if (in.readableBytes() < byteCount) {
      throw CodecException.invalid(
          "the value ends too early: %d more bytes (expected: %d)"
              .formatted(in.readableBytes(), byteCount));
    }
    return in;
  }

  private static CodecException beyond(String value, long least, long most) {
    return CodecException.invalid("number: %s (expected: %d to %d)".formatted(value, least, most));
  }
}
