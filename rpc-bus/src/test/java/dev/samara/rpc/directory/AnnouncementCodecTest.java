package dev.samara.rpc.directory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.samara.rpc.call.FailureKind;
import dev.samara.rpc.call.ServiceInfo;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AnnouncementCodecTest {
  private static final Announcement SAID =
      new Announcement(
          "node-1",
          "a",
          3,
          7,
          4,
          NodeState.LEAVING,
          List.of(
              new ServiceInfo(
                  "clock:2",
                  "a",
                  List.of("now(Zone): Time", "zones(): int"),
                  9,
                  Map.of(FailureKind.EXPIRED, 1L),
                  Duration.ofMillis(20),
                  Duration.ofMillis(7),
                  OptionalLong.empty()),
              new ServiceInfo(
                  "cart.shard-7-of-64",
                  "a",
                  List.of(),
                  0,
                  Map.of(),
                  Duration.ZERO,
                  Duration.ZERO,
                  OptionalLong.of(1_700_000_000_000_000L)),
              new ServiceInfo("empty", "a", List.of())),
          Optional.of(new LinkAddress("10.0.0.1", 65_535, "key")));

  private final AnnouncementCodec codec = new AnnouncementCodec();

  @Test
  void announcementsReadBack() {
    Buffer buffer = Buffer.buffer("xyz");
    codec.encodeToWire(buffer, SAID);
    assertEquals(SAID, codec.decodeFromWire(3, buffer));
    assertSame(SAID, codec.transform(SAID));
  }

  @Test
  void cutOffAnywhereIsAnErrorAndSoIsMore() {
    Buffer whole = written();
    for (int length = 0; length < whole.length(); length++) {
      Buffer part = whole.getBuffer(0, length);
      assertThrows(IllegalArgumentException.class, () -> codec.decodeFromWire(0, part));
    }
    refused("1 bytes too many", written().appendByte((byte) 0));
    refused("version 2 is unknown", written().setByte(0, (byte) 2));
    refused("state 9 is unknown", written().setByte(27, (byte) 9));
  }

  @Test
  void changedBytesEndInAnAnnouncementOrAnError() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int round = 0; round < 20_000; round++) {
      Buffer bytes = written();
      for (int i = random.nextInt(4); i >= 0; i--) {
        bytes.setByte(random.nextInt(bytes.length()), (byte) random.nextInt());
      }
      try {
        codec.decodeFromWire(0, bytes);
      } catch (IllegalArgumentException expected) {
        // one of the two
      } catch (RuntimeException other) {
        throw new AssertionError("seed " + seed, other);
      }
    }
  }

  @Test
  void whatCannotBeReadCannotBeMade() {
    String longName = "x".repeat(Announcement.MAX_NAME + 1);
    assertThrows(
        IllegalArgumentException.class,
        () ->
            new Announcement(longName, "a", 1, 1, 1, NodeState.ALIVE, List.of(), Optional.empty()));
    assertThrows(
        IllegalArgumentException.class,
        () -> new Announcement("a", "a", 1, 1, 0, NodeState.ALIVE, List.of(), Optional.empty()));
  }

  private Buffer written() {
    Buffer buffer = Buffer.buffer();
    codec.encodeToWire(buffer, SAID);
    return buffer;
  }

  private void refused(String words, Buffer bytes) {
    assertEquals(
        words,
        assertThrows(IllegalArgumentException.class, () -> codec.decodeFromWire(0, bytes))
            .getMessage());
  }
}
