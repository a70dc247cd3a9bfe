package dev.samara.load.generator;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/**
 * Checks the answers of one connection as their bytes come, without gathering them. Owned by the
 * connection's event loop.
 *
 * <pre>
 *          length and number
 *   HEAD ------------------------------&gt; FILLING
 *    ^                                      |
 *    +--------------------------------------+
 *          last byte: one answer is complete
 * </pre>
 */
final class AnswerReader {
  private enum State {
    HEAD,
    FILLING
  }

  private final Payload payload;
  private final long firstNumber;
  private final int compareEvery;
  private final ByteBuf splitHead;
  private State state = State.HEAD;
  private long answers;
  private int fillingIndex;

  AnswerReader(Payload payload, long firstNumber, int compareEvery) {
    this.payload = payload;
    this.firstNumber = firstNumber;
    this.compareEvery = compareEvery;
    this.splitHead = Unpooled.buffer(payload.answerHeadBytes(), payload.answerHeadBytes());
  }

  /** Answers read so far, from the beginning of the connection. */
  long answers() {
    return answers;
  }

  /**
   * Reads all of the bytes.
   *
   * @param sent messages sent so far on this connection: answers to more are an error
   * @throws WrongAnswer on the first answer that is not the expected one
   */
  void read(ByteBuf in, long sent) {
    boolean progress = true;
    while (progress) {
      progress =
          switch (state) {
            case HEAD -> readHead(in, sent);
            case FILLING -> readFilling(in);
          };
    }
  }

  private boolean readHead(ByteBuf in, long sent) {
    if (!splitHead.isReadable() && in.readableBytes() >= payload.answerHeadBytes()) {
      checkHead(in, sent);
    } else {
      in.readBytes(splitHead, Math.min(in.readableBytes(), splitHead.writableBytes()));
      if (splitHead.isWritable()) {
        return false;
      }
      checkHead(splitHead, sent);
      splitHead.clear();
    }
    enter(State.FILLING);
    return true;
  }

  private boolean readFilling(ByteBuf in) {
    int bytes = Math.min(in.readableBytes(), payload.answerFillingBytes() - fillingIndex);
    if (answers % compareEvery == 0 && !payload.matches(in, fillingIndex, bytes)) {
      throw new WrongAnswer("the answer to message " + answers + " has other bytes");
    }
    in.skipBytes(bytes);
    fillingIndex += bytes;
    if (fillingIndex < payload.answerFillingBytes()) {
      return false;
    }
    answers++;
    enter(State.HEAD);
    return in.isReadable();
  }

  private void enter(State next) {
    fillingIndex = 0;
    state = next;
  }

  private void checkHead(ByteBuf head, long sent) {
    int length = head.readInt();
    if (length != payload.announcedBytes()) {
      throw new WrongAnswer(
          "the answer to message %d announces %d bytes, not %d"
              .formatted(answers, Integer.toUnsignedLong(length), payload.announcedBytes()));
    }
    long index = payload.readNumber(head, firstNumber + answers) - firstNumber;
    if (answers >= sent) {
      throw new WrongAnswer("an answer more than the " + sent + " messages sent");
    }
    if (index != answers) {
      throw new WrongAnswer(describe(index, sent));
    }
  }

  private String describe(long index, long sent) {
    if (index < 0 || index >= sent) {
      return "the answer to message " + answers + " has the number of no message sent";
    }
    return index < answers
        ? "the answer to message %d came a second time".formatted(index)
        : "the answer to message %d came before that to %d: it is lost or late"
            .formatted(index, answers);
  }
}
