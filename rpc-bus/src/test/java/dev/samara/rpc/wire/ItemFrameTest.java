package dev.samara.rpc.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.buffer.BufferInternal;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Items whose payload is made in the frame, and frames that share their payload. */
class ItemFrameTest {
  private static final int MAX = 1 << 22;

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 127, 128, 16_383, 16_384, 2_097_151, 2_097_152, MAX})
  void anItemWrittenInPlaceReadsBackAsAnyOther(int length) {
    byte[] payload = new byte[length];
    new Random(length).nextBytes(payload);
    ByteBuf out = Unpooled.buffer(1);
    out.writeByte(99);
    assertEquals(length, FrameWriter.item(out, -7, true, 3, body -> body.writeBytes(payload)));
    assertEquals(0, FrameWriter.item(out, 8, false, 2, body -> {}));
    WireReader in = new WireReader(BufferInternal.buffer(out), 1);
    FrameReader reader = new FrameReader(MAX);
    assertEquals(new Frame.Item(-7, true, new Payload(3, Buffer.buffer(payload))), reader.read(in));
    assertEquals(new Frame.Item(8, false, new Payload(2, Buffer.buffer())), reader.read(in));
    assertFalse(in.hasMore());
  }

  @Test
  void aPayloadThatCannotBeMadeLeavesNothing() {
    ByteBuf out = Unpooled.buffer();
    FrameWriter.item(out, 1, false, 3, body -> body.writeByte(5));
    byte[] before = ByteBufUtil.getBytes(out);
    assertThrows(
        IllegalStateException.class,
        () ->
            FrameWriter.item(
                out,
                2,
                false,
                3,
                body -> {
                  body.writeZero(100_000);
                  throw new IllegalStateException("no more");
                }));
    assertArrayEquals(before, ByteBufUtil.getBytes(out));
  }

  @ParameterizedTest
  @MethodSource("dev.samara.rpc.wire.FrameTest#frames")
  void aFrameAloneHasTheBytesOfOneAmongOthers(Frame frame) {
    ByteBuf written = Unpooled.buffer();
    FrameWriter.write(written, frame);
    assertArrayEquals(ByteBufUtil.getBytes(written), FrameWriter.alone(frame).getBytes());
  }

  @Test
  void itemsAreWrittenAsTheyAre() {
    ByteBuf items = Unpooled.buffer();
    FrameWriter.item(items, 1, false, 3, body -> body.writeByte(5));
    Frame.Items frame = new Frame.Items(1, items);
    byte[] bytes = ByteBufUtil.getBytes(items);
    ByteBuf written = Unpooled.buffer();
    FrameWriter.write(written, frame);
    assertArrayEquals(bytes, ByteBufUtil.getBytes(written));
    assertArrayEquals(bytes, FrameWriter.alone(frame).getBytes());
  }
}
