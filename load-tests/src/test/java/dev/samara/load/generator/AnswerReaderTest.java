package dev.samara.load.generator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerReaderTest {
  private static final long FIRST = 7L << 40;

  @ParameterizedTest(name = "{0} bytes")
  @ValueSource(ints = {8, 9, 20, 64})
  void answersAreCountedAtEverySplit(int payloadBytes) {
    Payload payload = new Payload(payloadBytes);
    ByteBuf answers = answers(payload, 4);
    for (int split = 0; split <= answers.readableBytes(); split++) {
      AnswerReader reader = new AnswerReader(payload, FIRST, 1);
      reader.read(answers.slice(0, split), 4);
      assertEquals(split / payload.frameBytes(), reader.answers(), "split at " + split);
      reader.read(answers.slice(split, answers.readableBytes() - split), 4);
      assertEquals(4, reader.answers(), "split at " + split);
    }
  }

  @Test
  void answersAreCountedByteByByte() {
    Payload payload = new Payload(33);
    ByteBuf answers = answers(payload, 5);
    AnswerReader reader = new AnswerReader(payload, FIRST, 1);
    for (int at = 0; at < answers.readableBytes(); at++) {
      reader.read(answers.slice(at, 1), 5);
      assertEquals((at + 1) / payload.frameBytes(), reader.answers());
    }
  }

  @Test
  void eachChangedByteIsFound() {
    Payload payload = new Payload(40);
    ByteBuf answers = answers(payload, 2);
    for (int at = 0; at < answers.readableBytes(); at++) {
      ByteBuf changed = answers.copy();
      changed.setByte(at, changed.getByte(at) ^ 0x10);
      AnswerReader reader = new AnswerReader(payload, FIRST, 1);
      assertThrows(WrongAnswer.class, () -> reader.read(changed, 2), "byte " + at);
    }
  }

  @Test
  void onlyTheSampleIsComparedByteByByte() {
    Payload payload = new Payload(40);
    ByteBuf answers = answers(payload, 2);
    int lastByte = answers.readableBytes() - 1;
    answers.setByte(lastByte, answers.getByte(lastByte) ^ 1);
    AnswerReader reader = new AnswerReader(payload, FIRST, 16);
    reader.read(answers, 2);
    assertEquals(2, reader.answers());
  }

  @Test
  void answerToAMessageNotYetSentIsFound() {
    Payload payload = new Payload(8);
    AnswerReader reader = new AnswerReader(payload, FIRST, 1);
    WrongAnswer caught = assertThrows(WrongAnswer.class, () -> reader.read(answers(payload, 3), 2));
    assertEquals("an answer more than the 2 messages sent", caught.getMessage());
  }

  private static ByteBuf answers(Payload payload, int count) {
    ByteBuf out = Unpooled.buffer();
    for (int i = 0; i < count; i++) {
      payload.write(out, FIRST + i);
    }
    return out;
  }
}
