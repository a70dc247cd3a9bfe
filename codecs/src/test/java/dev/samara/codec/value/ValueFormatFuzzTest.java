package dev.samara.codec.value;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.samara.codec.stream.CodecException;
import dev.samara.codec.value.Samples.Basics;
import dev.samara.codec.value.Samples.Drawing;
import dev.samara.codec.value.Samples.Node;
import dev.samara.codec.value.Samples.Zone;
import io.vertx.core.buffer.Buffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Any bytes at all as a value: they are one, which can be written and read again, or one exception
 * in one line. The first byte of an input chooses the type and the form. As with {@link
 * CodecFuzzTest}, an ordinary build replays the saved inputs.
 */
class ValueFormatFuzzTest {

  record All(Optional<Basics> basics, Optional<Drawing> drawing, double[] numbers, Zone zone) {}

  private static final CodecOptions OPTIONS = new CodecOptions(4_096, 20, 200, 120, 100, true);

  private static final List<ValueType> TYPES =
      List.of(
          ValueType.of(All.class),
          ValueType.of(Zone.class),
          ValueType.of(Drawing.class),
          ValueType.of(Node.class));

  @FuzzTest(maxDuration = "30s")
  void value(byte[] input) {
    if (input.length > 0) {
      var choice = Byte.toUnsignedInt(input[0]);
      var type = TYPES.get(choice % TYPES.size());
      var form = ValueFormat.values()[choice / TYPES.size() % ValueFormat.values().length];
      check(form.value(type, OPTIONS), Arrays.copyOfRange(input, 1, input.length));
    }
  }

  private static void check(Codec<Object> codec, byte[] input) {
    Object value;
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
      assertTrue(longer.getMessage().startsWith("value length: "), longer.getMessage());
      return;
    }
    // Arrays in records are not equal to each other; their bytes are.
    assertEquals(written, codec.encode(codec.decode(written.copy())));
  }
}
