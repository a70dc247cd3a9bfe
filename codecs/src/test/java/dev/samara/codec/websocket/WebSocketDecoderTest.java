package dev.samara.codec.websocket;

import static dev.samara.codec.websocket.Frames.frame;
import static dev.samara.codec.websocket.Frames.hex;
import static dev.samara.codec.websocket.Frames.joined;
import static dev.samara.codec.websocket.Frames.read;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WebSocketDecoderTest {
  private static final int MAX = 300;

  @Test
  void readsTheExamplesOfTheRfc() {
    assertEquals(List.of("text Hello"), read(MAX, hex("8185 37fa213d 7f9f4d5158")));
    assertEquals(List.of("ping Hello"), read(MAX, hex("8985 37fa213d 7f9f4d5158")));
  }

  @Test
  void findsTheSameWhateverThePieces() {
    var wire =
        joined(
            frame(0x81, "Grüße, 世界 \uD83D\uDE00"),
            frame(0x02, new byte[] {0, 1, 2}),
            frame(0x89, "are you there"),
            frame(0x00, ""),
            frame(0x80, new byte[] {3}),
            frame(0x01, ""),
            frame(0x8A, ""),
            frame(0x80, ""),
            frame(0x82, new byte[200]),
            frame(0x88, new byte[] {3, (byte) 0xE8, 'b', 'y', 'e'}),
            frame(0x81, "too late"));
    var found = read(MAX, wire);
    assertEquals(
        List.of(
            "text Grüße, 世界 \uD83D\uDE00",
            "ping are you there",
            "binary \0\1\2\3",
            "pong ",
            "text ",
            "binary " + "\0".repeat(200),
            "close 1000 bye"),
        found);
    assertEquals(found, read(MAX, wire, IntStream.range(1, wire.length).toArray()), "bytewise");
    for (int cut = 1; cut < wire.length; cut++) {
      assertEquals(found, read(MAX, wire, cut), "cut at " + cut);
    }
    long seed = System.nanoTime();
    var random = new Random(seed);
    for (int i = 0; i < 200; i++) {
      int[] cuts = random.ints(5, 1, wire.length).sorted().distinct().toArray();
      assertEquals(found, read(MAX, wire, cuts), "seed " + seed);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          c180                             | 1002 | a reserved bit is set, though no extension was agreed on
          8380                             | 1002 | opcode 3 is reserved
          8b80                             | 1002 | opcode 11 is reserved
          8100                             | 1002 | a frame of a client is not masked
          0980                             | 1002 | a control frame is fragmented
          89fe                             | 1002 | a control frame is longer than 125 bytes
          8080                             | 1002 | a continuation without a message
          0180 00000000 81                 | ...  | unfinished
          0180 00000000 8180               | 1002 | a message starts within another
          81fe 007d 00000000               | 1002 | a length is not in its shortest form
          81ff 000000000000ffff 00000000   | 1002 | a length is not in its shortest form
          81ff ffffffffffffffff 00000000   | 1002 | a length is not in its shortest form
          8881 00000000 03                 | 1002 | a close frame holds one byte
          8882 00000000 03e7               | 1002 | close code 999 may not be sent
          8882 00000000 03ed               | 1002 | close code 1005 may not be sent
          8882 00000000 03ee               | 1002 | close code 1006 may not be sent
          8882 00000000 07d0               | 1002 | close code 2000 may not be sent
          8882 00000000 1388               | 1002 | close code 5000 may not be sent
          8883 00000000 03e8ff             | 1007 | the reason of a close is not UTF-8
          8883 00000000 03e8c3             | 1007 | the reason of a close is not UTF-8
          8181 00000000 c3                 | 1007 | a text is not UTF-8
          8182 00000000 c0                 | 1007 | a text is not UTF-8
          8185 00000000 eda0               | 1007 | a text is not UTF-8
          0182 00000000 61f4 0081 00000000 90 | 1007 | a text is not UTF-8
          """)
  void aFaultIsToldAtTheByteThatMakesIt(String digits, String code, String reason) {
    byte[] wire = hex(digits);
    var expected = code.equals("...") ? "..." : "fault " + code + " " + reason;
    assertEquals(List.of(expected), read(MAX, wire));
    assertEquals(
        List.of(expected), read(MAX, wire, IntStream.range(1, wire.length).toArray()), "bytewise");
    if (!code.equals("...")) {
      assertTrue(
          read(MAX, Arrays.copyOf(wire, wire.length - 1)).stream()
              .noneMatch(line -> line.startsWith("fault")),
          "not before");
    }
  }

  @Test
  void aMessageMayBeAsLongAsTheLimitAndNotLonger() {
    var fits = List.of("binary " + "\0".repeat(MAX));
    assertEquals(fits, read(MAX, frame(0x82, new byte[MAX])));
    assertEquals(fits, read(MAX, joined(frame(0x02, new byte[MAX - 1]), frame(0x80, new byte[1]))));
    var tooLong = List.of("fault 1009 a message is longer than 300 bytes");
    assertEquals(tooLong, read(MAX, frame(0x82, new byte[MAX + 1])));
    assertEquals(tooLong, read(MAX, joined(frame(0x02, new byte[MAX]), frame(0x80, new byte[1]))));
    // As soon as the length is known, and nothing is kept for it.
    assertEquals(tooLong, read(MAX, hex("82ff 7fffffffffffffff 00000000")));
    assertEquals(List.of("..."), read(MAX, hex("82ff 7fffffffffffffff 000000")));
  }

  @Test
  void everyCodeOfTheRegistryIsTakenInAClose() {
    for (int code : new int[] {1000, 1003, 1007, 1011, 1014, 3000, 3999, 4000, 4999}) {
      byte[] data = {(byte) (code >> 8), (byte) code};
      assertEquals(List.of("close " + code + " "), read(MAX, frame(0x88, data)));
    }
    assertEquals(List.of("close 1005 "), read(MAX, frame(0x88, "")));
  }

  @Test
  void aLimitMustBeSensible() {
    var wrong = assertThrows(IllegalArgumentException.class, () -> new WebSocketDecoder(0));
    assertEquals("maxMessageBytes: 0 (expected: 1 or more)", wrong.getMessage());
  }
}
