package dev.samara.codec.value;

import dev.samara.codec.stream.CodecException;
import io.netty.buffer.ByteBuf;
import io.vertx.core.buffer.Buffer;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Reads the compact binary form, which {@link Codecs#record} describes: exactly what {@link
 * BinaryWriter} writes, one form for each value. One thread, one value.
 */
final class BinaryReader {

  private static final int LONGEST_VARINT_BYTES = 10;
  private static final long NANOS_IN_SECOND = 1_000_000_000;

  private final ByteBuf in;
  private final Bounds bounds;

  BinaryReader(ByteBuf in, Bounds bounds) {
    this.in = in;
    this.bounds = bounds;
  }

  Object read(Shape shape) {
    return switch (shape) {
      case Scalar scalar -> readScalar(scalar);
      case EnumShape constants -> constants.byIndex(index(constants.count(), shape));
      case Shape.OptionalShape optional ->
          bool() ? Optional.of(read(optional.content())) : Optional.empty();
      case Shape.ListShape list -> List.copyOf(readAll(list.element()));
      case Shape.SetShape set -> Containers.set(readAll(set.element()));
      case Shape.MapShape map -> readMap(map);
      case RecordShape record -> readRecord(record);
      case FamilyShape family -> readRecord(family.byIndex(index(family.count(), shape)));
    };
  }

  private Object readScalar(Scalar scalar) {
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
      case BYTES -> bytes();
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

  private boolean bool() {
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

  private Buffer bytes() {
    var bytes = new byte[(int) checkedLength(unsigned(Integer.MAX_VALUE))];
    in.readBytes(bytes);
    return Buffer.buffer(bytes);
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

  private List<Object> readAll(Shape element) {
    bounds.enter();
    var count = bounds.elements(unsigned(Integer.MAX_VALUE));
    // No more room than there are bytes for: the count alone costs the peer nothing.
    var values = new ArrayList<>(Math.min(count, in.readableBytes()));
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
    var count = bounds.elements(unsigned(Integer.MAX_VALUE));
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

  private int index(int count, Shape shape) {
    var index = unsigned(Integer.MAX_VALUE);
    if (index >= count) {
      throw CodecException.invalid("index %d of %s".formatted(index, shape.expected()));
    }
    return (int) index;
  }

  private long signed(long least, long most) {
    var folded = varint();
    var value = folded >>> 1 ^ -(folded & 1);
    if (value < least || value > most) {
      throw beyond(Long.toString(value), least, most);
    }
    return value;
  }

  private long unsigned(long most) {
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

  private ByteBuf need(long byteCount) {
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
