package dev.samara.net.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.samara.net.connection.ConnectionId;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BusCodecsTest {

  private static final FrameBatch BATCH =
      new FrameBatch(
          new ConnectionId("node", "lines", 7),
          Optional.of("änn"),
          1L << 40,
          "samara.loop.node.1",
          false,
          List.of(Buffer.buffer("one"), Buffer.buffer(), Buffer.buffer(new byte[] {-1, 0})));

  private static final BatchAnswer ANSWER =
      new BatchAnswer(
          7, 1L << 40, List.of(Optional.of(Buffer.buffer("one")), Optional.empty()), "no more");

  private final BusCodecs.BatchCodec batches = new BusCodecs.BatchCodec();
  private final BusCodecs.AnswerCodec answers = new BusCodecs.AnswerCodec();

  @Test
  void readsWhatItWritesWhereverItStands() {
    for (var before : List.of("", "something before")) {
      var wire = Buffer.buffer(before);
      batches.encodeToWire(wire, BATCH);
      assertEquals(BATCH, batches.decodeFromWire(before.length(), wire));
      var answer = Buffer.buffer(before);
      answers.encodeToWire(answer, ANSWER);
      assertEquals(ANSWER, answers.decodeFromWire(before.length(), answer));
    }
  }

  @Test
  void refusesEveryTruncationAndAnotherVersion() {
    var batch = Buffer.buffer();
    batches.encodeToWire(batch, BATCH);
    var answer = Buffer.buffer();
    answers.encodeToWire(answer, ANSWER);
    for (var length = 0; length < batch.length(); length++) {
      var cut = batch.getBuffer(0, length);
      assertThrows(RuntimeException.class, () -> batches.decodeFromWire(0, cut), "" + length);
    }
    for (var length = 0; length < answer.length(); length++) {
      var cut = answer.getBuffer(0, length);
      assertThrows(RuntimeException.class, () -> answers.decodeFromWire(0, cut), "" + length);
    }
    assertThrows(
        IllegalArgumentException.class,
        () -> batches.decodeFromWire(0, batch.copy().setByte(0, (byte) 2)));
  }

  @Test
  void passesTheObjectItselfOnOneNode() {
    assertEquals(System.identityHashCode(BATCH), System.identityHashCode(batches.transform(BATCH)));
    assertEquals(
        System.identityHashCode(ANSWER), System.identityHashCode(answers.transform(ANSWER)));
  }
}
