package dev.samara.codec.value;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A Buffer that was decoded may share memory, and is nobody else's all the same. */
class SharedBytesTest {
  private static final CodecOptions LIMITS = CodecOptions.DEFAULT;

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 1_023, 1_024, 20_000})
  void aDecodedBufferMayBeChangedAndGrows(int length) {
    Codec<Object> codec = ValueFormat.COMPACT.value(ValueType.of(Buffer.class), LIMITS);
    byte[] content = random(length);
    Buffer decoded = (Buffer) codec.decode(codec.encode(Buffer.buffer(content)));
    assertArrayEquals(content, decoded.getBytes());
    assertEquals(Buffer.buffer(content), decoded);
    decoded.appendString("more").appendInt(7).setByte(length + 20, (byte) 1).setByte(0, (byte) 9);
    assertEquals(length + 21, decoded.length());
    assertEquals("more", decoded.getString(length, length + 4).replace((char) 9, 'm'));
    assertEquals(7, decoded.getInt(length + 4));
    assertEquals(9, decoded.getByte(0));
    assertEquals(1, decoded.getByte(length + 20));
    decoded.appendBytes(content);
    assertArrayEquals(content, decoded.getBytes(length + 21, 2 * length + 21));
  }

  @Test
  void valuesOfOneMessageShareNothingWithEachOther() {
    Codec<Object[]> codec =
        ValueFormat.COMPACT.arguments(
            List.of(
                ValueType.of(Buffer.class), ValueType.of(Buffer.class), ValueType.of(String.class)),
            LIMITS);
    byte[] first = random(50_000);
    byte[] second = random(3_000);
    Object[] decoded =
        codec.decode(
            codec.encode(new Object[] {Buffer.buffer(first), Buffer.buffer(second), "text"}));
    Buffer grows = (Buffer) decoded[0];
    grows.appendBytes(new byte[10_000]);
    grows.setBytes(0, new byte[60_000]);
    assertArrayEquals(second, ((Buffer) decoded[1]).getBytes());
    assertEquals("text", decoded[2]);
  }

  @ParameterizedTest
  @EnumSource(ValueFormat.class)
  void bytesAreAppendedAsTheyAreGiven(ValueFormat format) {
    Codec<Object> codec = format.value(ValueType.of(Buffer.class), LIMITS);
    Buffer value = Buffer.buffer(random(5_000));
    ByteBuf out = Unpooled.buffer(2).writeByte(1);
    codec.encode(value, out);
    assertEquals(1, out.readByte());
    assertArrayEquals(codec.encode(value).getBytes(), ByteBufUtil.getBytes(out));
  }

  private static byte[] random(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }
}
