package dev.samara.rpc;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.samara.rpc.Envelope.Announcement;
import dev.samara.rpc.Envelope.Answer;
import dev.samara.rpc.Envelope.Failure;
import dev.samara.rpc.Envelope.Request;
import dev.samara.rpc.call.FailureKind;
import dev.samara.rpc.call.ServiceInfo;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.EventBus;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EnvelopeCodecTest {
  private static final Request REQUEST =
      new Request(-2, "node-1", "clock", "now", 5000, new byte[] {'[', ']'});
  private static final Answer ANSWER = new Answer(7, new byte[] {'1'});
  private static final Failure FAILURE = new Failure(7, FailureKind.NODE_LEFT, "weg: ä");
  private static final Announcement ANNOUNCEMENT =
      new Announcement(
          "node-1",
          "a",
          3,
          NodeState.LEAVING,
          List.of(
              new ServiceInfo("clock", "a", List.of("now(Zone): Time", "zones(): int"), 9, 1),
              new ServiceInfo("empty", "a", List.of(), 0, 0)));

  @Test
  void requestsReadBack() {
    Request read = readBack(EnvelopeCodec.REQUEST, REQUEST);
    assertArrayEquals(REQUEST.arguments(), read.arguments());
    Request same =
        new Request(
            read.callId(),
            read.caller(),
            read.service(),
            read.method(),
            read.remainingMillis(),
            REQUEST.arguments());
    assertEquals(REQUEST, same);
  }

  @Test
  void outcomesReadBack() {
    Answer read = readBack(EnvelopeCodec.ANSWER, ANSWER);
    assertEquals(ANSWER.callId(), read.callId());
    assertArrayEquals(ANSWER.result(), read.result());
    assertEquals(FAILURE, readBack(EnvelopeCodec.FAILURE, FAILURE));
  }

  @Test
  void announcementsReadBack() {
    assertEquals(ANNOUNCEMENT, readBack(EnvelopeCodec.ANNOUNCEMENT, ANNOUNCEMENT));
  }

  @Test
  void theBytesAreFixed() {
    assertEquals(
        "01fffffffffffffffe000000066e6f64652d3100000005636c6f636b000000036e6f77"
            + "0000000000001388000000025b5d",
        hex(EnvelopeCodec.REQUEST, REQUEST));
    assertEquals("0100000000000000070000000131", hex(EnvelopeCodec.ANSWER, ANSWER));
    assertEquals(
        "0100000000000000070900000007" + "7765673a20c3a4", hex(EnvelopeCodec.FAILURE, FAILURE));
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
  void cutOffAnywhereIsAnError() {
    assertCutOff(EnvelopeCodec.REQUEST, REQUEST);
    assertCutOff(EnvelopeCodec.ANSWER, ANSWER);
    assertCutOff(EnvelopeCodec.FAILURE, FAILURE);
    assertCutOff(EnvelopeCodec.ANNOUNCEMENT, ANNOUNCEMENT);
  }

  @Test
  void surplusBytesAnUnknownVersionAndAnUnknownStateAreErrors() {
    Buffer more = written(EnvelopeCodec.ANSWER, ANSWER).appendByte((byte) 0);
    assertRefused("1 bytes too many", EnvelopeCodec.ANSWER, more);
    Buffer newer = written(EnvelopeCodec.ANSWER, ANSWER).setByte(0, (byte) 2);
    assertRefused("version 2 is unknown", EnvelopeCodec.ANSWER, newer);
    Buffer state = written(EnvelopeCodec.ANNOUNCEMENT, ANNOUNCEMENT).setByte(24, (byte) 9);
    assertRefused("state 9 is unknown", EnvelopeCodec.ANNOUNCEMENT, state);
  }

  @Test
  void aLengthThatLiesIsAnErrorBeforeAnythingIsAllocated() {
    for (int length : new int[] {-1, Integer.MIN_VALUE, Integer.MAX_VALUE, 1 << 30}) {
      Buffer lying = written(EnvelopeCodec.ANSWER, ANSWER).setInt(9, length);
      assertThrows(
          IllegalArgumentException.class, () -> EnvelopeCodec.ANSWER.decodeFromWire(0, lying));
    }
    Buffer tooLong = written(EnvelopeCodec.ANSWER, ANSWER).setInt(9, 2);
    assertRefused("result is cut off", EnvelopeCodec.ANSWER, tooLong);
  }

  @Test
  void changedBytesEndInAnEnvelopeOrAnError() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int round = 0; round < 20_000; round++) {
      Buffer bytes = written(EnvelopeCodec.ANNOUNCEMENT, ANNOUNCEMENT);
      for (int i = random.nextInt(4); i >= 0; i--) {
        bytes.setByte(random.nextInt(bytes.length()), (byte) random.nextInt());
      }
      try {
        EnvelopeCodec.ANNOUNCEMENT.decodeFromWire(0, bytes);
      } catch (IllegalArgumentException expected) {
        // one of the two
      } catch (RuntimeException other) {
        throw new AssertionError("seed " + seed, other);
      }
    }
  }

  @Test
  void insideAProcessTheRecordItselfIsHandedOver() {
    assertSame(REQUEST, EnvelopeCodec.REQUEST.transform(REQUEST));
  }

  @Test
  void registeringTwiceChangesNothing() {
    Vertx vertx = Vertx.vertx();
    try {
      EventBus bus = vertx.eventBus();
      EnvelopeCodec.registerAll(bus);
      EnvelopeCodec.registerAll(bus);
    } finally {
      Waiting.result(vertx.close());
    }
  }

  @Test
  void whatCannotBeReadCannotBeMade() {
    String longName = "x".repeat(Envelope.MAX_NAME + 1);
    assertThrows(
        IllegalArgumentException.class, () -> new Request(1, "a", "s", longName, 1, new byte[0]));
    assertThrows(
        IllegalArgumentException.class,
        () -> new Failure(1, FailureKind.EXPIRED, "x".repeat(Envelope.MAX_LINE + 1)));
  }

  private static <E extends Envelope> void assertCutOff(EnvelopeCodec<E> codec, E envelope) {
    Buffer whole = written(codec, envelope);
    for (int length = 0; length < whole.length(); length++) {
      Buffer part = whole.getBuffer(0, length);
      assertThrows(
          IllegalArgumentException.class,
          () -> codec.decodeFromWire(0, part),
          "of " + whole.length() + " bytes " + length);
    }
  }

  private static void assertRefused(String words, EnvelopeCodec<?> codec, Buffer bytes) {
    assertEquals(
        words,
        assertThrows(IllegalArgumentException.class, () -> codec.decodeFromWire(0, bytes))
            .getMessage());
  }

  /** Written behind other bytes, as the bus does. */
  private static <E extends Envelope> E readBack(EnvelopeCodec<E> codec, E envelope) {
    Buffer buffer = Buffer.buffer("xyz");
    codec.encodeToWire(buffer, envelope);
    return codec.decodeFromWire(3, buffer);
  }

  private static <E extends Envelope> Buffer written(EnvelopeCodec<E> codec, E envelope) {
    Buffer buffer = Buffer.buffer();
    codec.encodeToWire(buffer, envelope);
    return buffer;
  }

  private static <E extends Envelope> String hex(EnvelopeCodec<E> codec, E envelope) {
    return HexFormat.of().formatHex(written(codec, envelope).getBytes());
  }
}
