package dev.samara.codec.websocket;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Any bytes at all, given to the decoder. In an ordinary build the saved inputs are replayed;
 * {@code mvn -pl codecs test -Dfuzz=1 -Dtest=WebSocketFuzzTest} looks for new ones.
 */
class WebSocketFuzzTest {

  @FuzzTest(maxDuration = "30s")
  void frames(byte[] wire) {
    var found = Frames.read(100, wire);
    assertEquals(found, Frames.read(100, wire, IntStream.range(1, wire.length).toArray()));
    if (wire.length > 2) {
      var random = new Random(wire[0]);
      int[] cuts = random.ints(4, 1, wire.length).sorted().distinct().toArray();
      assertEquals(found, Frames.read(100, wire, cuts));
    }
  }
}
