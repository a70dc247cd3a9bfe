package dev.samara.load.generator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class AnswerReaderTest {
  private static final long FIRST = 7L << 40;

  @ParameterizedTest(name = "{0}, {1} bytes")
  @CsvSource({"LENGTH,8", "LENGTH,9", "LENGTH,20", "LENGTH,64", "BRIDGE,8", "BRIDGE,64"})
  void answersAreCountedAtEverySplit(WireFormat wire, int payloadBytes) {
    Payload payload = wire.payload(payloadBytes);
    ByteBuf answers = answers(wire, payload, 4);
    int answerBytes = answers.readableBytes() / 4;
    for (int split = 0; split <= answers.readableBytes(); split++) {
      AnswerReader reader = new AnswerReader(payload, FIRST, 1);
      reader.read(answers.slice(0, split), 4);
      assertEquals(split / answerBytes, reader.answers(), "split at " + split);
      reader.read(answers.slice(split, answers.readableBytes() - split), 4);
      assertEquals(4, reader.answers(), "split at " + split);
    }
  }

  @ParameterizedTest
  @EnumSource
  void answersAreCountedByteByByte(WireFormat wire) {
    Payload payload = wire.payload(33);
    ByteBuf answers = answers(wire, payload, 5);
    AnswerReader reader = new AnswerReader(payload, FIRST, 1);
    for (int at = 0; at < answers.readableBytes(); at++) {
      reader.read(answers.slice(at, 1), 5);
      assertEquals((at + 1) / (answers.readableBytes() / 5), reader.answers());
    }
  }

  @ParameterizedTest
  @EnumSource
  void eachChangedByteIsFound(WireFormat wire) {
    Payload payload = wire.payload(40);
    ByteBuf answers = answers(wire, payload, 2);
    for (int at = 0; at < answers.readableBytes(); at++) {
      ByteBuf changed = answers.copy();
      changed.setByte(at, changed.getByte(at) ^ 0x10);
      AnswerReader reader = new AnswerReader(payload, FIRST, 1);
      assertThrows(WrongAnswer.class, () -> reader.read(changed, 2), "byte " + at);
    }
  }

  @Test
  void changedByteOfAVeryLongAnswerIsFound() {
    Payload payload = WireFormat.LENGTH.payload(8_760_000);
    ByteBuf answer = answers(WireFormat.LENGTH, payload, 1);
    int changed = 6_543_210;
    answer.setByte(changed, answer.getByte(changed) ^ 1);
    AnswerReader reader = new AnswerReader(payload, FIRST, 1);
    reader.read(answer.slice(0, changed), 1);
    assertThrows(
        WrongAnswer.class,
        () -> reader.read(answer.slice(changed, answer.readableBytes() - changed), 1));
  }

  @Test
  void onlyTheSampleIsComparedByteByByte() {
    Payload payload = WireFormat.LENGTH.payload(40);
    ByteBuf answers = answers(WireFormat.LENGTH, payload, 2);
    int lastByte = answers.readableBytes() - 1;
    answers.setByte(lastByte, answers.getByte(lastByte) ^ 1);
    AnswerReader reader = new AnswerReader(payload, FIRST, 16);
    reader.read(answers, 2);
    assertEquals(2, reader.answers());
  }

  @ParameterizedTest
  @EnumSource
  void answerToAMessageNotYetSentIsFound(WireFormat wire) {
    Payload payload = wire.payload(8);
    AnswerReader reader = new AnswerReader(payload, FIRST, 1);
    WrongAnswer caught =
        assertThrows(WrongAnswer.class, () -> reader.read(answers(wire, payload, 3), 2));
    assertEquals("an answer more than the 2 messages sent", caught.getMessage());
  }

  @Test
  void messageToTheBridgeCarriesNumberAndBody() {
    ByteBuf out = Unpooled.buffer();
    BridgePayload payload = new BridgePayload(128);
    payload.write(out, 0x0123456789abcdefL);
    assertEquals(payload.frameBytes(), out.readableBytes());
    JsonObject sent = json(out);
    assertEquals("send", sent.getString("type"));
    assertEquals("echo", sent.getString("address"));
    assertEquals("0123456789abcdef", sent.getString("replyAddress"));
    assertEquals(128, sent.getString("body").length());
    assertEquals(4, sent.size());
  }

  private static JsonObject json(ByteBuf frame) {
    int length = frame.readInt();
    return new JsonObject(frame.readCharSequence(length, StandardCharsets.UTF_8).toString());
  }

  private static ByteBuf answers(WireFormat wire, Payload payload, int count) {
    ByteBuf out = Unpooled.buffer();
    for (int i = 0; i < count; i++) {
      switch (wire) {
        case LENGTH -> payload.write(out, FIRST + i);
        case BRIDGE -> answerOfTheBridge(out, payload, FIRST + i);
      }
    }
    return out;
  }

  private static void answerOfTheBridge(ByteBuf out, Payload payload, long number) {
    ByteBuf message = Unpooled.buffer();
    payload.write(message, number);
    JsonObject sent = json(message);
    byte[] answer =
        new JsonObject()
            .put("type", "message")
            .put("address", sent.getString("replyAddress"))
            .put("headers", new JsonObject())
            .put("body", sent.getString("body"))
            .put("send", true)
            .encode()
            .getBytes(StandardCharsets.UTF_8);
    out.writeInt(answer.length).writeBytes(answer);
  }
}
