package dev.samara.rpc.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.samara.rpc.call.CalleeError;
import dev.samara.rpc.call.FailureKind;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.buffer.BufferInternal;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FrameTest {
  private static final int MAX = 1024;
  private static final Endpoint NOW = new Endpoint("clock", "now");
  private static final Frame REQUEST =
      new Frame.Request(
          -2, NOW, 5000, new Window(300, 1 << 20), Map.of("key", "välue"), payload("[]"));

  static List<Frame> frames() {
    return List.of(
        REQUEST,
        new Frame.Request(1, NOW, 0, Window.NONE, Map.of(), payload("")),
        new Frame.Answer(7, payload("1")),
        new Frame.Failure(7, FailureKind.NODE_LEFT, "weg: ä"),
        new Frame.Failure(
            7,
            FailureKind.OVERLOADED,
            "x",
            Optional.of(new CalleeError("Refused", Optional.of("code"), Optional.empty())),
            250),
        new Frame.Item(8, true, payload("2")),
        new Frame.Item(8, false, payload("3")),
        new Frame.Credit(9, true, new Window(128, 65_536)),
        new Frame.Credit(9, false, new Window(Integer.MAX_VALUE, 1L << 40)),
        new Frame.End(10),
        new Frame.Cancel(11, true),
        new Frame.Cancel(11, false),
        new Frame.Ping(12, false),
        new Frame.Ping(12, true));
  }

  @ParameterizedTest
  @MethodSource("frames")
  void framesReadBack(Frame frame) {
    Frame read = read(written(frame));
    if (frame instanceof Frame.Request request) {
      Frame.Request other = (Frame.Request) read;
      assertEquals(request.endpoint().toString(), other.endpoint().toString());
      assertEquals(
          request,
          new Frame.Request(
              other.id(),
              NOW,
              other.remainingMillis(),
              other.credit(),
              other.metadata(),
              other.arguments()));
    } else {
      assertEquals(frame, read);
    }
  }

  @Test
  void theBytesAreFixed() {
    assertEquals(
        "01fffffffffffffffe"
            + "09636c6f636b0a6e6f77"
            + "8827"
            + "ac02"
            + "808040"
            + "01036b65790676c3a46c7565"
            + "01025b5d",
        hex(written(REQUEST)));
    assertEquals("0200000000000000070101" + "31", hex(written(frames().get(2))));
    assertEquals("03000000000000000709000" + "77765673a20c3a400", hex(written(frames().get(3))));
    assertEquals("0600000000000000098001" + "808004", hex(written(frames().get(7))));
    assertEquals("08000000000000000a", hex(written(frames().get(9))));
  }

  @Test
  void everyKindHasItsOwnCodeOnTheWire() {
    int[] codes = new int[FailureKind.values().length];
    for (FailureKind kind : FailureKind.values()) {
      assertSame(kind, FailureKind.ofCode(kind.code()));
      codes[kind.ordinal()] = kind.code();
    }
    assertArrayEquals(new int[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10}, codes);
    assertSame(FailureKind.CALLEE_FAILED, FailureKind.ofCode(200));
  }

  @Test
  void namesAreMadeOnceForEachReader() {
    FrameReader reader = new FrameReader(MAX);
    Buffer bytes = written(REQUEST);
    Endpoint first = ((Frame.Request) reader.read(new WireReader(bytes, 0))).endpoint();
    assertSame(first, ((Frame.Request) reader.read(new WireReader(bytes, 0))).endpoint());
    Endpoint other = new Endpoint("clock", "then");
    Buffer others = written(new Frame.Request(1, other, 0, Window.NONE, Map.of(), payload("")));
    assertEquals(
        "clock.then", ((Frame.Request) reader.read(new WireReader(others, 0))).endpoint() + "");
  }

  @ParameterizedTest
  @MethodSource("frames")
  void cutOffAnywhereIsAnError(Frame frame) {
    Buffer whole = written(frame);
    for (int length = 0; length < whole.length(); length++) {
      Buffer part = whole.getBuffer(0, length);
      assertThrows(IllegalArgumentException.class, () -> read(part), "of " + length + " bytes");
    }
  }

  @Test
  void framesFollowEachOther() {
    ByteBuf out = Unpooled.buffer();
    frames().forEach(frame -> FrameWriter.write(out, frame));
    WireReader in = new WireReader(BufferInternal.buffer(out), 0);
    FrameReader reader = new FrameReader(MAX);
    int count = 0;
    while (in.hasMore()) {
      assertEquals(frames().get(count).id(), reader.read(in).id());
      count++;
    }
    assertEquals(frames().size(), count);
    assertFalse(in.hasMore());
  }

  @Test
  void limitsAreChecked() {
    refused("payload: 1025 is beyond 0 to 1024", new Frame.Answer(1, payload("x".repeat(1025))));
    assertEquals(
        1024,
        ((Frame.Answer) read(written(new Frame.Answer(1, payload("x".repeat(1024))))))
            .result()
            .length());
    refused(
        "remaining time: 86400001 is beyond 0 to 86400000",
        new Frame.Request(1, NOW, 86_400_001, Window.NONE, Map.of(), payload("")));
    refused(
        "message: 6145 is beyond 0 to 6144",
        new Frame.Failure(1, FailureKind.EXPIRED, "x".repeat(6145)));
    assertThrows(IllegalArgumentException.class, () -> new Endpoint("x".repeat(141), "m"));
  }

  @Test
  void unknownTypesAndNumbersWithoutEndAreErrors() {
    assertEquals(
        "frame type 99 is unknown",
        assertThrows(
                IllegalArgumentException.class,
                () -> read(written(new Frame.End(1)).setByte(0, (byte) 99)))
            .getMessage());
    Buffer endless = written(new Frame.Credit(1, true, new Window(1, 1))).getBuffer(0, 9);
    for (int i = 0; i < 12; i++) {
      endless.appendByte((byte) 0xff);
    }
    assertThrows(IllegalArgumentException.class, () -> read(endless));
  }

  @Test
  void changedBytesEndInAFrameOrAnError() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    FrameReader reader = new FrameReader(MAX);
    for (int round = 0; round < 20_000; round++) {
      Buffer bytes = written(frames().get(random.nextInt(frames().size())));
      for (int i = random.nextInt(4); i >= 0; i--) {
        bytes.setByte(random.nextInt(bytes.length()), (byte) random.nextInt());
      }
      try {
        reader.read(new WireReader(bytes, 0));
      } catch (IllegalArgumentException expected) {
        // one of the two
      } catch (RuntimeException other) {
        throw new AssertionError("seed " + seed, other);
      }
    }
  }

  private static void refused(String words, Frame frame) {
    Buffer bytes = written(frame);
    assertEquals(
        words, assertThrows(IllegalArgumentException.class, () -> read(bytes)).getMessage());
  }

  private static Payload payload(String text) {
    return new Payload(1, Buffer.buffer(text));
  }

  private static Frame read(Buffer bytes) {
    WireReader in = new WireReader(bytes, 0);
    Frame frame = new FrameReader(MAX).read(in);
    in.requireEnd();
    return frame;
  }

  private static Buffer written(Frame frame) {
    ByteBuf out = Unpooled.buffer();
    FrameWriter.write(out, frame);
    return BufferInternal.buffer(out);
  }

  private static String hex(Buffer bytes) {
    return HexFormat.of().formatHex(bytes.getBytes());
  }
}
