package dev.samara.load.micro;

import dev.samara.codec.value.Codec;
import dev.samara.codec.value.Codecs;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Codecs of values: a record of seven values with a list in it. */
@State(Scope.Thread)
public class ValueBenchmark {
  /** The form of the values. */
  @Param({"json", "cbor", "record"})
  public String format;

  private Codec<Reading> codec;
  private Reading value;
  private Buffer encoded;

  /** Made by JMH. */
  public ValueBenchmark() {}

  /**
   * What a sensor says.
   *
   * @param sensor its name
   * @param serial counts up
   * @param valid whether to believe it
   * @param values what was measured
   */
  public record Reading(String sensor, long serial, boolean valid, List<Double> values) {}

  /** Makes a value and its bytes. */
  @Setup
  public void prepare() {
    codec =
        switch (format) {
          case "json" -> Codecs.json(Reading.class);
          case "cbor" -> Codecs.cbor(Reading.class);
          case "record" -> Codecs.record(Reading.class);
          default -> throw new IllegalArgumentException("no format: " + format);
        };
    value = new Reading("boiler-7", 1_234_567, true, List.of(21.5, 22.25, 80.125, 3.75));
    encoded = codec.encode(value);
  }

  /**
   * A value into bytes.
   *
   * @return the bytes
   */
  @Benchmark
  public Buffer encode() {
    return codec.encode(value);
  }

  /**
   * Bytes into a value.
   *
   * @return the value
   */
  @Benchmark
  public Reading decode() {
    return codec.decode(encoded);
  }
}
