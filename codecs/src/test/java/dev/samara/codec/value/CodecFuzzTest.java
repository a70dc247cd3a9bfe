package dev.samara.codec.value;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.samara.codec.stream.CodecException;
import dev.samara.codec.value.Samples.Basics;
import dev.samara.codec.value.Samples.Containers;
import dev.samara.codec.value.Samples.Drawing;
import io.vertx.core.buffer.Buffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Any bytes at all as a value: they are one, which can be written and read again, or one exception
 * in one line. The first byte of an input chooses the type. In an ordinary build the saved inputs
 * are replayed; {@code mvn -pl codecs test -Dfuzz=1 -Dtest='CodecFuzzTest#cbor'} looks for new
 * ones.
 */
class CodecFuzzTest {

  record All(Optional<Basics> basics, Optional<Containers> containers, Optional<Drawing> drawing) {}

  private static final TypeAllowList TYPES =
      TypeAllowList.reachableFrom(All.class)
          .and(Samples.Circle.class, Samples.Square.class, Samples.Group.class);

  private static final List<Class<?>> CHOICE =
      List.of(All.class, Samples.Zone.class, Samples.Figure.class, Samples.Node.class);

  private static final CodecOptions OPTIONS = new CodecOptions(4_096, 20, 200, 120, 100, true);

  private static final TypeAllowList LIST = TYPES.and(Samples.Zone.class, Samples.Node.class);

  private static final List<? extends Codec<?>> JSON =
      CHOICE.stream().map(type -> Codecs.json(type, LIST, OPTIONS)).toList();

  private static final List<? extends Codec<?>> CBOR =
      CHOICE.stream().map(type -> Codecs.cbor(type, LIST, OPTIONS)).toList();

  private static final List<? extends Codec<?>> RECORD =
      CHOICE.stream().map(type -> Codecs.record(type, 1, LIST, OPTIONS)).toList();

  @FuzzTest(maxDuration = "30s")
  void json(byte[] input) {
    check(JSON, input);
  }

  @FuzzTest(maxDuration = "30s")
  void cbor(byte[] input) {
    check(CBOR, input);
  }

  @FuzzTest(maxDuration = "30s")
  void record(byte[] input) {
    check(RECORD, input);
  }

  private static void check(List<? extends Codec<?>> codecs, byte[] input) {
    if (input.length > 0) {
      var codec = codecs.get(Byte.toUnsignedInt(input[0]) % codecs.size());
      check(codec, Arrays.copyOfRange(input, 1, input.length));
    }
  }

  private static <T> void check(Codec<T> codec, byte[] input) {
    T value;
    try {
      value = codec.decode(Buffer.buffer(input.clone()));
    } catch (CodecException refusal) {
      assertEquals(1, refusal.getMessage().lines().count());
      return;
    }
    Buffer written;
    try {
      written = codec.encode(value);
    } catch (CodecException longer) {
      // Base64 and long forms of numbers: what was short to read may be too long to write.
      assertTrue(longer.getMessage().startsWith("value length: "), longer.getMessage());
      return;
    }
    assertEquals(value, codec.decode(written.copy()));
    if (codec instanceof BinaryCodec) {
      assertEquals(Buffer.buffer(input), written);
    }
  }
}
