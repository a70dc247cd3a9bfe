package dev.samara.codec.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Writes down what a detector finds, one line for each event; pieces of data in a row are one. */
final class Requests implements RequestSink {
  private final List<String> lines = new ArrayList<>();
  private final StringBuilder data = new StringBuilder();
  private boolean isFaulted;

  static List<String> read(String wire) {
    return read(HttpLimits.defaults(), bytes(wire), new int[] {});
  }

  /** The same lines, however the bytes are cut. */
  static List<String> readAnyhow(HttpLimits limits, byte[] wire, long seed) {
    var whole = read(limits, wire, new int[] {});
    assertEquals(whole, read(limits, wire, everywhere(wire.length)), "bytewise");
    for (int split = 1; split < wire.length; split++) {
      assertEquals(whole, read(limits, wire, new int[] {split}), "split at " + split);
    }
    var random = new Random(seed);
    for (int i = 0; i < 50; i++) {
      assertEquals(whole, read(limits, wire, cuts(random, wire.length)), "seed " + seed);
    }
    return whole;
  }

  /** The same lines from memory that is an array, somewhere within it, and from other memory. */
  static List<String> read(HttpLimits limits, byte[] wire, int[] cuts) {
    var lines = read(limits, wire, cuts, false);
    assertEquals(lines, read(limits, wire, cuts, true), "from an array");
    return lines;
  }

  private static List<String> read(HttpLimits limits, byte[] wire, int[] cuts, boolean inArray) {
    var requests = new Requests();
    var detector = new RequestDetector(limits);
    int from = 0;
    for (int i = 0; i <= cuts.length; i++) {
      int to = i < cuts.length ? cuts[i] : wire.length;
      ByteBuf piece =
          inArray
              ? Unpooled.copiedBuffer(wire).slice(from, to - from)
              : Unpooled.directBuffer().writeBytes(wire, from, to - from);
      while (detector.detect(piece, requests)) {
        assertTrue(detector.isBetween());
      }
      assertEquals(0, piece.readableBytes(), "bytes not taken");
      assertEquals(1, piece.refCnt(), "owners of the read");
      piece.release();
      from = to;
    }
    requests.flush();
    assertEquals(requests.isFaulted, detector.isFaulted());
    if (!detector.isBetween() && !detector.isFaulted()) {
      requests.lines.add(detector.isInHead() ? "...head" : "...body");
    }
    return requests.lines;
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  static int[] everywhere(int length) {
    int[] cuts = new int[length];
    for (int i = 0; i < length; i++) {
      cuts[i] = i;
    }
    return cuts;
  }

  static int[] cuts(Random random, int length) {
    return random.ints(random.nextInt(6), 0, length + 1).sorted().toArray();
  }

  @Override
  public void head(RequestHead head) {
    add(
        "head %s %s 1.%d %s %s %d %s"
            .formatted(
                head.method(),
                head.target(),
                head.minorVersion(),
                head.authority().orElse("-"),
                head.bodyKind(),
                head.bodyBytes(),
                fields(head.fields())));
  }

  @Override
  public void chunk(long sizeBytes, String extensions) {
    add("chunk " + sizeBytes + " " + extensions);
  }

  @Override
  public void data(ByteBuf bytes) {
    assertFalse(isFaulted);
    assertTrue(bytes.isReadable());
    data.append(bytes.toString(StandardCharsets.ISO_8859_1));
  }

  @Override
  public void lastChunk(String extensions, List<HttpField> trailers) {
    add("last " + extensions + " " + fields(trailers));
  }

  @Override
  public void end() {
    add("end");
  }

  @Override
  public void fault(HttpFault fault) {
    add("fault " + fault.status() + " " + fault.reason());
    isFaulted = true;
  }

  private static String fields(List<HttpField> fields) {
    var text = new StringBuilder();
    for (var field : fields) {
      text.append('[').append(field.name()).append('=').append(field.value()).append(']');
    }
    return text.toString();
  }

  private void add(String line) {
    assertFalse(isFaulted, "after the fault: " + line);
    flush();
    lines.add(line);
  }

  private void flush() {
    if (!data.isEmpty()) {
      lines.add("data " + data);
      data.setLength(0);
    }
  }
}
