package dev.samara.load.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FrameParserTest {
  private static final List<String> PAYLOADS = List.of("seed", "", "a", "sycamore wing", "", "x");

  @Test
  void framesAreFoundAtEverySplit() {
    Buffer bytes = frames();
    for (int split = 0; split <= bytes.length(); split++) {
      List<String> found = new ArrayList<>();
      FrameParser parser = new FrameParser(100);
      feed(parser, bytes.getBuffer(0, split), found);
      feed(parser, bytes.getBuffer(split, bytes.length()), found);
      assertEquals(PAYLOADS, found, "split at " + split);
    }
  }

  @Test
  void framesAreFoundAtEveryPairOfSplits() {
    Buffer bytes = frames();
    for (int first = 0; first <= bytes.length(); first++) {
      for (int second = first; second <= bytes.length(); second++) {
        List<String> found = new ArrayList<>();
        FrameParser parser = new FrameParser(100);
        feed(parser, bytes.getBuffer(0, first), found);
        feed(parser, bytes.getBuffer(first, second), found);
        feed(parser, bytes.getBuffer(second, bytes.length()), found);
        assertEquals(PAYLOADS, found, "split at " + first + " and " + second);
      }
    }
  }

  @Test
  void framesAreFoundAtEveryChunkSize() {
    Buffer bytes = frames();
    for (int chunk = 1; chunk <= bytes.length(); chunk++) {
      List<String> found = new ArrayList<>();
      FrameParser parser = new FrameParser(100);
      for (int at = 0; at < bytes.length(); at += chunk) {
        feed(parser, bytes.getBuffer(at, Math.min(bytes.length(), at + chunk)), found);
      }
      assertEquals(PAYLOADS, found, "chunks of " + chunk);
    }
  }

  @Test
  void randomFramesAreFoundAtRandomSplits() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    List<String> sent = new ArrayList<>();
    Buffer bytes = Buffer.buffer();
    for (int i = 0; i < 500; i++) {
      String payload = "y".repeat(random.nextInt(90));
      sent.add(payload);
      append(bytes, payload);
    }
    List<String> found = new ArrayList<>();
    FrameParser parser = new FrameParser(100);
    for (int at = 0; at < bytes.length(); ) {
      int end = Math.min(bytes.length(), at + 1 + random.nextInt(300));
      feed(parser, bytes.getBuffer(at, end), found);
      at = end;
    }
    assertEquals(sent, found, "seed " + seed);
  }

  @Test
  void payloadOfTheLimitIsTaken() {
    List<String> found = new ArrayList<>();
    Buffer bytes = Buffer.buffer();
    append(bytes, "z".repeat(100));
    feed(new FrameParser(100), bytes, found);
    assertEquals(List.of("z".repeat(100)), found);
  }

  @Test
  void payloadOverTheLimitIsRefusedAtItsHeader() {
    FrameParser parser = new FrameParser(100);
    assertThrows(
        IllegalArgumentException.class, () -> parser.feed(Buffer.buffer().appendInt(101), _ -> {}));
  }

  @Test
  void lengthIsUnsigned() {
    FrameParser parser = new FrameParser(100);
    IllegalArgumentException caught =
        assertThrows(
            IllegalArgumentException.class,
            () -> parser.feed(Buffer.buffer().appendInt(-1), _ -> {}));
    assertTrue(caught.getMessage().contains("4294967295"), caught.getMessage());
  }

  private static Buffer frames() {
    Buffer bytes = Buffer.buffer();
    PAYLOADS.forEach(payload -> append(bytes, payload));
    return bytes;
  }

  private static void append(Buffer bytes, String payload) {
    bytes.appendInt(payload.length()).appendString(payload);
  }

  private static void feed(FrameParser parser, Buffer read, List<String> found) {
    parser.feed(read, payload -> found.add(payload.toString()));
  }
}
