package dev.samara.codec.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;

/** Feeds bytes to the decoders of a converter whole, one by one, at every split, and randomly. */
public final class Pieces {

  private static final int RANDOM_CUTS = 100;
  private static final int HELD_BYTES = 1 << 20;

  private Pieces() {}

  /** What a pump has said. */
  public static class Heard<T> implements DecoderPump.Sink<T> {
    public final List<T> messages = new ArrayList<>();
    public final List<String> signals = new ArrayList<>();
    public Optional<CodecException> failure = Optional.empty();
    public Optional<Boolean> endedMidMessage = Optional.empty();

    public Heard() {}

    @Override
    public void message(T value) {
      messages.add(value);
    }

    @Override
    public void pause() {
      signals.add("pause");
    }

    @Override
    public void resume() {
      signals.add("resume");
    }

    @Override
    public void failed(CodecException reason) {
      assertFalse(isOver());
      failure = Optional.of(reason);
    }

    @Override
    public void ended(boolean midMessage) {
      assertFalse(isOver());
      endedMidMessage = Optional.of(midMessage);
    }

    public boolean isOver() {
      return failure.isPresent() || endedMidMessage.isPresent();
    }
  }

  /** Asserts that the bytes give these values and nothing is left, however they are cut. */
  public static <T> void assertMessages(Converter<T> converter, byte[] wire, List<T> expected) {
    for (var cut : cuts(wire)) {
      var heard = decode(converter, wire, cut);
      assertEquals(Optional.empty(), heard.failure, cut::toString);
      assertEquals(expected, heard.messages, cut::toString);
      assertEquals(Optional.of(false), heard.endedMidMessage, cut::toString);
    }
  }

  /** Asserts that the bytes give these values and then a fault, however they are cut. */
  public static <T> void assertFault(
      Converter<T> converter, byte[] wire, List<T> before, String message) {
    for (var cut : cuts(wire)) {
      var heard = decode(converter, wire, cut);
      assertEquals(message, heard.failure.orElseThrow().getMessage(), cut::toString);
      assertEquals(before, heard.messages, cut::toString);
    }
  }

  /** All bytes of the values. */
  public static <T> Buffer encode(Converter<T> converter, List<T> values) {
    var bytes = Buffer.buffer();
    for (var value : values) {
      var encoder = converter.encoder(value);
      while (encoder.pull() instanceof EncodeStep.Bytes(var piece)) {
        bytes.appendBuffer(piece);
      }
      assertEquals(new EncodeStep.Done(), encoder.pull());
    }
    return bytes;
  }

  public static <T> Heard<T> decode(Converter<T> converter, byte[] wire, List<Integer> cut) {
    var heard = new Heard<T>();
    var pump = new DecoderPump<>(converter, Runnable::run, HELD_BYTES, heard);
    var from = 0;
    for (var to : cut) {
      pump.push(Buffer.buffer(Arrays.copyOfRange(wire, from, to)));
      from = to;
    }
    pump.push(Buffer.buffer(Arrays.copyOfRange(wire, from, wire.length)));
    pump.end();
    return heard;
  }

  /**
   * Where to cut: nowhere, everywhere, once at each place, and at random (the last is the seed).
   */
  public static List<List<Integer>> cuts(byte[] wire) {
    var all = new ArrayList<List<Integer>>();
    all.add(List.of());
    all.add(IntStream.range(1, wire.length).boxed().toList());
    for (var split = 1; split < wire.length; split++) {
      all.add(List.of(split));
    }
    var random = new Random();
    for (var i = 0; i < RANDOM_CUTS; i++) {
      all.add(random.ints(random.nextInt(5), 0, wire.length + 1).sorted().boxed().toList());
    }
    return all;
  }
}
