package dev.samara.codec.value;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.buffer.BufferInternal;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;

/** Writes the basic types of the binary forms, which {@link Codecs#record} describes. */
final class BinaryOut {

  private final ByteBuf out;
  private final Bounds bounds;

  BinaryOut(ByteBuf out, Bounds bounds) {
    this.out = out;
    this.bounds = bounds;
  }

  void scalar(Scalar scalar, Object value) {
    switch (scalar) {
      case BOOLEAN -> out.writeBoolean((Boolean) value);
      case BYTE -> out.writeByte((Byte) value);
      case SHORT, INT, LONG -> signed(((Number) value).longValue());
      case FLOAT -> out.writeFloat((Float) value);
      case DOUBLE -> out.writeDouble((Double) value);
      case CHAR -> unsigned(bounds.text(value.toString()).charAt(0));
      case TEXT -> text((String) value);
      case BYTES -> bytes(((Buffer) value));
      case BYTE_ARRAY -> {
        unsigned(((byte[]) value).length);
        out.writeBytes((byte[]) value);
      }
      case BIG_INTEGER -> number((BigInteger) value);
      case BIG_DECIMAL -> {
        var decimal = bounds.number((BigDecimal) value);
        signed(decimal.scale());
        number(decimal.unscaledValue());
      }
      case INSTANT -> {
        signed(((Instant) value).getEpochSecond());
        unsigned(((Instant) value).getNano());
      }
      case DURATION -> {
        signed(((Duration) value).getSeconds());
        unsigned(((Duration) value).getNano());
      }
      case DATE -> signed(((LocalDate) value).toEpochDay());
      case UUID_ -> {
        out.writeLong(((UUID) value).getMostSignificantBits());
        out.writeLong(((UUID) value).getLeastSignificantBits());
      }
    }
  }

  void bool(boolean value) {
    out.writeBoolean(value);
  }

  void int32(int value) {
    out.writeInt(value);
  }

  /** Seven bits a byte, the lowest first; the highest bit says that another byte follows. */
  void unsigned(long value) {
    var left = value;
    while ((left & ~0x7fL) != 0) {
      out.writeByte((int) (left & 0x7f | 0x80));
      left >>>= 7;
    }
    out.writeByte((int) left);
  }

  /** Signs go to the lowest bit, so that small negative numbers are short as well. */
  private void signed(long value) {
    unsigned(value << 1 ^ value >> 63);
  }

  private void text(String value) {
    var text = bounds.text(value);
    unsigned(ByteBufUtil.utf8Bytes(text));
    ByteBufUtil.writeUtf8(out, text);
  }

  private void bytes(Buffer value) {
    var content = ((BufferInternal) value).unwrap();
    unsigned(content.readableBytes());
    out.writeBytes(content, content.readerIndex(), content.readableBytes());
  }

  private void number(BigInteger value) {
    var bytes = bounds.number(value).toByteArray();
    unsigned(bytes.length);
    out.writeBytes(bytes);
  }
}
