package dev.samara.load.generator;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Random;

/**
 * {@link WireFormat#BRIDGE}: a message is {@code {"type":"send","address":"echo",
 * "replyAddress":NUMBER,"body":STRING}}, without the blank, the answer {@code
 * {"type":"message","address":NUMBER,"headers":{},"body":STRING,"send":true}}, as version 5.0 of
 * the bridge writes it. The number has 16 hexadecimal digits: about the length of the unique
 * addresses that the bridge's own clients make.
 */
final class BridgePayload extends Payload {
  private static final String BEFORE_NUMBER =
      "{\"type\":\"send\",\"address\":\"echo\",\"replyAddress\":\"";
  private static final String AFTER_NUMBER = "\",\"body\":\"";
  private static final String END = "\"}";
  private static final String ANSWER_BEFORE_NUMBER = "{\"type\":\"message\",\"address\":\"";
  private static final String ANSWER_AFTER_NUMBER = "\",\"headers\":{},\"body\":\"";
  private static final String ANSWER_END = "\",\"send\":true}";
  private static final int DIGITS = 2 * Long.BYTES;

  private final ByteBuf beforeNumber = ascii(BEFORE_NUMBER);
  private final ByteBuf afterNumber = ascii(AFTER_NUMBER);
  private final ByteBuf answerBeforeNumber = ascii(ANSWER_BEFORE_NUMBER);
  private final ByteBuf answerAfterNumber = ascii(ANSWER_AFTER_NUMBER);

  BridgePayload(int payloadBytes) {
    this(letters(payloadBytes));
  }

  private BridgePayload(String body) {
    super(
        LENGTH_BYTES + BEFORE_NUMBER.length() + DIGITS + AFTER_NUMBER.length(),
        (body + END).getBytes(StandardCharsets.US_ASCII),
        LENGTH_BYTES + ANSWER_BEFORE_NUMBER.length() + DIGITS + ANSWER_AFTER_NUMBER.length(),
        (body + ANSWER_END).getBytes(StandardCharsets.US_ASCII));
  }

  private static String letters(int count) {
    StringBuilder letters = new StringBuilder(count);
    new Random(count).ints(count, 'a', 'z' + 1).forEach(letters::appendCodePoint);
    return letters.toString();
  }

  private static ByteBuf ascii(String text) {
    return Unpooled.wrappedBuffer(text.getBytes(StandardCharsets.US_ASCII));
  }

  @Override
  void writeHead(ByteBuf out, long number) {
    out.writeInt(frameBytes() - LENGTH_BYTES);
    out.writeBytes(beforeNumber, 0, beforeNumber.writerIndex());
    for (int shift = Long.SIZE - 4; shift >= 0; shift -= 4) {
      out.writeByte(HexFormat.of().toLowHexDigit((int) (number >>> shift)));
    }
    out.writeBytes(afterNumber, 0, afterNumber.writerIndex());
  }

  @Override
  long readNumber(ByteBuf in, long expected) {
    skip(in, answerBeforeNumber);
    long number = 0;
    for (int i = 0; i < DIGITS; i++) {
      int digit = in.readByte();
      if (!HexFormat.isHexDigit(digit)) {
        throw new WrongAnswer("an answer to an address that is no number");
      }
      number = number << 4 | HexFormat.fromHexDigit(digit);
    }
    skip(in, answerAfterNumber);
    return number;
  }

  private static void skip(ByteBuf in, ByteBuf expected) {
    int bytes = expected.writerIndex();
    if (!ByteBufUtil.equals(expected, 0, in, in.readerIndex(), bytes)) {
      throw new WrongAnswer(
          "an answer that is no message: ..."
              + in.toString(in.readerIndex(), bytes, StandardCharsets.US_ASCII));
    }
    in.skipBytes(bytes);
  }
}
