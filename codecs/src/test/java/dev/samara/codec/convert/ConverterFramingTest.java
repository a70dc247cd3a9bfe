package dev.samara.codec.convert;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.samara.codec.FrameDecoder;
import dev.samara.codec.Framing;
import dev.samara.codec.FramingException;
import dev.samara.codec.stream.CodecException;
import dev.samara.codec.stream.Converter;
import dev.samara.codec.stream.DecodeStep;
import dev.samara.codec.stream.Decoder;
import dev.samara.codec.stream.EncodeStep;
import dev.samara.codec.stream.Encoder;
import dev.samara.codec.stream.Pieces;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConverterFramingTest {

  private static final Converter<Buffer> BYTES = Converters.bytes(10);

  private final List<String> messages = new ArrayList<>();

  /** Words end with a dot; at each question mark somebody has to be asked. */
  private static final class Asking implements Converter<Buffer> {
    final List<Promise<Void>> asked = new ArrayList<>();
    int closed;

    @Override
    public String name() {
      return "asking";
    }

    @Override
    public Encoder encoder(Buffer value) {
      return () -> new EncodeStep.Suspended(ask());
    }

    @Override
    public Decoder<Buffer> decoder() {
      return new Decoder<>() {
        private final Buffer word = Buffer.buffer();

        @Override
        public DecodeStep<Buffer> push(Buffer bytes) {
          for (var i = 0; i < bytes.length(); i++) {
            var rest = bytes.slice(i + 1, bytes.length());
            switch (bytes.getByte(i)) {
              case '.' -> {
                return new DecodeStep.Message<>(word, rest);
              }
              case '?' -> {
                return new DecodeStep.Suspended<>(ask(), rest);
              }
              case '+' -> {
                return new DecodeStep.Suspended<>(Future.succeededFuture(), rest);
              }
              case '!' -> throw CodecException.invalid("an exclamation");
              default -> word.appendByte(bytes.getByte(i));
            }
          }
          return new DecodeStep.NeedMore<>();
        }

        @Override
        public void close() {
          closed++;
        }
      };
    }

    private Future<Void> ask() {
      asked.add(Promise.promise());
      return asked.getLast().future();
    }
  }

  @Test
  void readsWhatItWritesHoweverItIsCut() {
    var framing = new ConverterFraming(BYTES, 10);
    var out = Unpooled.buffer();
    for (var text : List.of("hello", "", "x")) {
      var message = Buffer.buffer(text);
      var before = out.writerIndex();
      var length = framing.encodedBytes(message);
      framing.encode(message, out);
      assertEquals(length, out.writerIndex() - before);
      assertEquals(text, message.toString());
    }
    var wire = new byte[out.readableBytes()];
    out.readBytes(wire);
    for (var cut : Pieces.cuts(wire)) {
      messages.clear();
      var decoder = framing.newDecoder();
      var from = 0;
      for (var to : cut) {
        decode(decoder, Unpooled.wrappedBuffer(wire, from, to - from));
        from = to;
      }
      decode(decoder, Unpooled.wrappedBuffer(wire, from, wire.length - from));
      assertEquals(List.of("hello", "", "x"), messages);
      assertEquals(0, decoder.pendingBytes());
    }
  }

  @Test
  void stopsAfterAMessageIfTheSinkSaysSo() {
    var decoder = new ConverterFraming(new Asking(), 10).newDecoder();
    var in = Unpooled.copiedBuffer("one.two.", StandardCharsets.US_ASCII);
    decoder.decode(in, message -> !messages.add(message.toString()));
    assertEquals(List.of("one"), messages);
    assertEquals(4, in.readableBytes());
    decode(decoder, in);
    assertEquals(List.of("one", "two"), messages);
  }

  @Test
  void suspendsInTheMidst() {
    var asking = new Asking();
    var decoder = new ConverterFraming(asking, 10).newDecoder();
    var in = ascii("one.+t?wo.th");
    decode(decoder, in);
    assertEquals(List.of("one"), messages);
    assertEquals(5, in.readableBytes());
    assertEquals(3, decoder.pendingBytes());
    var until = decoder.suspension().orElseThrow();
    decode(decoder, in);
    assertEquals(5, in.readableBytes());
    asking.asked.getFirst().complete();
    assertTrue(until.succeeded());
    decode(decoder, in);
    assertTrue(decoder.suspension().isEmpty());
    assertEquals(List.of("one", "two"), messages);
    assertEquals(2, decoder.pendingBytes());
    decode(decoder, ascii("ree?"));
    asking.asked.getLast().complete();
    decode(decoder, Unpooled.EMPTY_BUFFER);
    assertFalse(decoder.suspension().isPresent());
    decode(decoder, ascii("."));
    assertEquals(List.of("one", "two", "three"), messages);
  }

  @Test
  void aFaultIsSticky() {
    var asking = new Asking();
    var decoder = new ConverterFraming(asking, 10).newDecoder();
    var in = ascii("one.t!wo.");
    var fault = assertThrows(FramingException.class, () -> decode(decoder, in));
    assertEquals("an exclamation", fault.getMessage());
    assertEquals(0, in.readableBytes());
    assertBad(decoder);
    assertEquals(1, asking.closed);
  }

  @Test
  void aFailedSuspensionIsAFault() {
    var asking = new Asking();
    var decoder = new ConverterFraming(asking, 10).newDecoder();
    decode(decoder, ascii("one.t?w"));
    asking.asked.getFirst().fail("nobody knows");
    assertBad(decoder);
    assertEquals(1, asking.closed);
  }

  @Test
  void limitsHoldBothWays() {
    var framing = new ConverterFraming(BYTES, 3);
    assertThrows(FramingException.class, () -> framing.encodedBytes(Buffer.buffer("abcd")));
    assertThrows(
        FramingException.class,
        () -> new ConverterFraming(BYTES, 99).encodedBytes(Buffer.buffer("12345678901")));
    var wire = Pieces.encode(BYTES, List.of(Buffer.buffer("abc"), Buffer.buffer("abcd")));
    var decoder = framing.newDecoder();
    var fault =
        assertThrows(
            FramingException.class, () -> decode(decoder, Unpooled.wrappedBuffer(wire.getBytes())));
    assertEquals("message length: 4 bytes (expected: <= 3)", fault.getMessage());
    assertEquals(List.of("abc"), messages);
    messages.add("one");
    messages.removeFirst();
    assertBad(decoder);
    assertThrows(IllegalArgumentException.class, () -> new ConverterFraming(BYTES, 0));
  }

  @Test
  void whatHasToBeWaitedForIsNotWritten() {
    Framing framing = new ConverterFraming(new Asking(), 10);
    assertThrows(FramingException.class, () -> framing.encodedBytes(Buffer.buffer("a")));
    assertEquals("asking", framing.name());
  }

  private void assertBad(FrameDecoder decoder) {
    var in = ascii("two.three.");
    decode(decoder, in);
    assertEquals(0, in.readableBytes());
    assertEquals(0, decoder.pendingBytes());
    assertEquals(List.of("one"), messages);
  }

  private void decode(FrameDecoder decoder, ByteBuf in) {
    decoder.decode(in, message -> messages.add(message.toString()));
  }

  private static ByteBuf ascii(String text) {
    return Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII);
  }
}
