package dev.samara.codec.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;
import java.util.Random;

/**
 * Any bytes at all, given to the detector. In an ordinary build the saved inputs are replayed;
 * {@code mvn -pl codecs test -Dfuzz=1 -Dtest='HttpFuzzTest#requests'} looks for new ones. The first
 * byte of an input seeds the cuts.
 */
class HttpFuzzTest {
  private static final HttpLimits LIMITS = new HttpLimits(64, 200, 8, 20, 60, 4, 1000);

  @FuzzTest(maxDuration = "30s")
  void requests(byte[] input) {
    if (input.length == 0) {
      return;
    }
    byte[] wire = Arrays.copyOfRange(input, 1, input.length);
    check(wire, input[0]);
  }

  /** Behind a head that is valid, so that the chunks are reached. */
  @FuzzTest(maxDuration = "30s")
  void chunks(byte[] input) {
    if (input.length == 0) {
      return;
    }
    byte[] head =
        Requests.bytes("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n");
    byte[] wire = Arrays.copyOf(head, head.length + input.length - 1);
    System.arraycopy(input, 1, wire, head.length, input.length - 1);
    check(wire, input[0]);
  }

  private static void check(byte[] wire, long seed) {
    var lines = Requests.read(LIMITS, wire, new int[] {});
    assertEquals(lines, Requests.read(LIMITS, wire, Requests.everywhere(wire.length)));
    var random = new Random(seed);
    for (int i = 0; i < 4; i++) {
      assertEquals(lines, Requests.read(LIMITS, wire, Requests.cuts(random, wire.length)));
    }
    String order = lines.stream().map(HttpFuzzTest::letter).reduce("", String::concat);
    assertTrue(order.matches("(H((CD)*L|D?)E)*(H((CD)*|D)(C?))?[F.]?"), order + lines);
  }

  private static String letter(String line) {
    return switch (line.split(" ", 2)[0]) {
      case "chunk" -> "C";
      case "data" -> "D";
      case "last" -> "L";
      case "end" -> "E";
      case "fault" -> "F";
      case "...head", "...body" -> ".";
      case "head" -> "H";
      default -> "?";
    };
  }
}
