package dev.samara.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.samara.codec.catalog.Framings;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Any bytes at all, given to each family of framings. In an ordinary build the saved inputs are
 * replayed; {@code mvn -pl codecs test -Dfuzz=1 -Dtest='FramingFuzzTest#slip'} looks for new ones.
 *
 * <p>The first byte of an input chooses the framing within the family, the second seeds the cuts,
 * and the rest is the wire.
 */
class FramingFuzzTest {

  private static final int MAX_MESSAGE_BYTES = 20;
  private static final int MAX_STREAM_BYTES = 60;
  private static final int CHOICE_BYTES = 2;

  private static final List<String> LENGTHS =
      Framings.names().stream()
          .filter(name -> name.startsWith("length") || name.startsWith("varint"))
          .toList();

  @FuzzTest(maxDuration = "30s")
  void length(byte[] input) {
    check(LENGTHS, MAX_STREAM_BYTES, input);
  }

  @FuzzTest(maxDuration = "30s")
  void netstring(byte[] input) {
    check(List.of("netstring"), MAX_STREAM_BYTES, input);
  }

  @FuzzTest(maxDuration = "30s")
  void lines(byte[] input) {
    check(List.of("lines", "lines:lf", "lines:crlf"), 0, input);
  }

  @FuzzTest(maxDuration = "30s")
  void delimiter(byte[] input) {
    check(List.of("delimiter:\\0", "delimiter:\\r\\n\\r\\n", "delimiter:abab"), 0, input);
  }

  @FuzzTest(maxDuration = "30s")
  void slip(byte[] input) {
    check(List.of("slip"), 0, input);
  }

  @FuzzTest(maxDuration = "30s")
  void cobs(byte[] input) {
    check(List.of("cobs"), 0, input);
  }

  @FuzzTest(maxDuration = "30s")
  void magic(byte[] input) {
    check(List.of("magic:0x4d414749"), 0, input);
  }

  @FuzzTest(maxDuration = "30s")
  void names(byte[] text) {
    try {
      var framing = Framings.parse(new String(text, StandardCharsets.UTF_8), MAX_MESSAGE_BYTES);
      assertEquals(framing, Framings.parse(framing.name(), MAX_MESSAGE_BYTES));
    } catch (IllegalArgumentException e) {
      assertFalse(e.getMessage().isEmpty());
    }
  }

  /**
   * What came of some bytes. The words of a fault may depend on the cuts: not so that there is one.
   */
  private record Outcome(List<Buffer> messages, boolean isFault, boolean isPending) {}

  private static void check(List<String> names, int maxStreamBytes, byte[] input) {
    if (input.length < CHOICE_BYTES) {
      return;
    }
    var name = names.get(Byte.toUnsignedInt(input[0]) % names.size());
    var framing = Framings.parse(name, MAX_MESSAGE_BYTES, maxStreamBytes);
    var wire = Arrays.copyOfRange(input, CHOICE_BYTES, input.length);
    var outcome = decode(framing, wire, Vectors.whole(wire));
    var random = new Random(input[1]);
    assertEquals(outcome, decode(framing, wire, Vectors.bytewise(wire)), name);
    for (var i = 0; i < 4; i++) {
      assertEquals(outcome, decode(framing, wire, Vectors.cuts(random, wire)), name);
    }
    // Not everything that can be read is what would be written, and some cannot be.
    var writable =
        outcome.messages.stream().filter(message -> isWritable(framing, message)).toList();
    var written = Vectors.encodeBuffers(framing, writable);
    assertEquals(
        new Outcome(writable, false, false),
        decode(framing, written, Vectors.whole(written)),
        name);
  }

  private static boolean isWritable(Framing framing, Buffer message) {
    try {
      framing.encodedBytes(message);
      return true;
    } catch (FramingException _) {
      return false;
    }
  }

  private static Outcome decode(Framing framing, byte[] wire, int[] cuts) {
    var recording = new Recording();
    var decoder = framing.newDecoder();
    var isFault = false;
    try {
      Vectors.feed(decoder, wire, cuts, recording);
    } catch (FramingException _) {
      isFault = true;
    }
    var messages = new ArrayList<>(recording.messages());
    return new Outcome(messages, isFault, decoder.pendingBytes() > 0);
  }
}
