package dev.samara.codec.websocket;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;

/**
 * Reads the frames of one client and joins them to messages. Holds at most one message; one that
 * came whole in one piece is not copied. Text is checked as it comes, so that it fails at the first
 * wrong byte. Not thread-safe: used by one thread at a time.
 *
 * <pre>
 *   HEAD --all of it there--> PAYLOAD --all of it there--> HEAD
 *   HEAD, PAYLOAD --a close frame, or a fault--> ENDED (for good)
 * </pre>
 */
public final class WebSocketDecoder {
  private enum State {
    HEAD,
    PAYLOAD,
    ENDED
  }

  private static final int MASKED = 0x80;
  private static final int LENGTH_BITS = 0x7F;
  private static final int RESERVED_BITS = 0x70;
  private static final int MASK_BYTES = 4;

  private final int maxMessageBytes;
  private final ByteBuf head = Unpooled.buffer(2 + Long.BYTES + MASK_BYTES);
  private final Utf8Check utf8 = new Utf8Check();
  private State state = State.HEAD;

  private Opcode opcode = Opcode.CONTINUATION;
  private boolean last;
  private int mask;

  /** Of the payload of this frame, still to come. */
  private long leftBytes;

  /** What has come of a message that came in several pieces, or of a frame about the connection. */
  private ByteBuf message = Unpooled.EMPTY_BUFFER;

  private ByteBuf control = Unpooled.EMPTY_BUFFER;

  /** Whether a message has started, and whether it is text. */
  private boolean within;

  private boolean text;

  /**
   * For one connection.
   *
   * @param maxMessageBytes the most bytes of one message, 1 or more
   */
  public WebSocketDecoder(int maxMessageBytes) {
    if (maxMessageBytes < 1) {
      throw new IllegalArgumentException(
          "maxMessageBytes: %d (expected: 1 or more)".formatted(maxMessageBytes));
    }
    this.maxMessageBytes = maxMessageBytes;
  }

  /**
   * Reads on, to the end of the bytes.
   *
   * @param in read to its end; unmasked in place, not kept, not released
   * @param sink gets what is found
   */
  public void decode(ByteBuf in, WebSocketSink sink) {
    try {
      while (in.isReadable() && state != State.ENDED) {
        if (state == State.HEAD) {
          readHead(in, sink);
        } else {
          readPayload(in, sink);
        }
      }
    } catch (FaultException broken) {
      end();
      sink.fault(broken.fault());
    }
    in.skipBytes(in.readableBytes());
  }

  /**
   * How much is held of a message that is not complete.
   *
   * @return bytes, 0 between messages
   */
  public int pendingBytes() {
    return message.readableBytes() + control.readableBytes() + head.readableBytes();
  }

  private void readHead(ByteBuf in, WebSocketSink sink) throws FaultException {
    while (in.isReadable() && head.readableBytes() < headBytes()) {
      head.writeByte(in.readByte());
      if (head.readableBytes() == 2) {
        begin(head.getByte(0), head.getByte(1));
      }
    }
    if (head.readableBytes() < headBytes()) {
      return;
    }
    head.skipBytes(2);
    leftBytes = length(head.getByte(1) & LENGTH_BITS);
    mask = head.readInt();
    head.clear();
    if (!opcode.isControl() && leftBytes > maxMessageBytes - message.readableBytes()) {
      throw new FaultException(
          CloseCodes.TOO_LONG, "a message is longer than " + maxMessageBytes + " bytes");
    }
    state = State.PAYLOAD;
    if (leftBytes == 0) {
      readPayload(Unpooled.EMPTY_BUFFER, sink);
    }
  }

  private int headBytes() {
    if (head.readableBytes() < 2) {
      return 2;
    }
    int extended =
        switch (head.getByte(1) & LENGTH_BITS) {
          case WebSocketFrames.SHORT_LENGTH -> Short.BYTES;
          case WebSocketFrames.LONG_LENGTH -> Long.BYTES;
          default -> 0;
        };
    return 2 + extended + MASK_BYTES;
  }

  /** What the first two bytes say. */
  private void begin(byte first, byte second) throws FaultException {
    if ((first & RESERVED_BITS) != 0) {
      throw violation("a reserved bit is set, though no extension was agreed on");
    }
    int code = first & 0x0F;
    opcode = Opcode.of(code).orElseThrow(() -> violation("opcode " + code + " is reserved"));
    last = (first & WebSocketFrames.FINAL) != 0;
    if ((second & MASKED) == 0) {
      throw violation("a frame of a client is not masked");
    }
    if (opcode.isControl()) {
      if (!last) {
        throw violation("a control frame is fragmented");
      }
      if ((second & LENGTH_BITS) > WebSocketFrames.MAX_CONTROL_BYTES) {
        throw violation("a control frame is longer than 125 bytes");
      }
    } else if (opcode == Opcode.CONTINUATION) {
      if (!within) {
        throw violation("a continuation without a message");
      }
    } else if (within) {
      throw violation("a message starts within another");
    } else {
      within = true;
      text = opcode == Opcode.TEXT;
    }
  }

  /** Section 5.2: in as few bytes as possible. */
  private long length(int announced) throws FaultException {
    long length =
        switch (announced) {
          case WebSocketFrames.SHORT_LENGTH -> head.readUnsignedShort();
          case WebSocketFrames.LONG_LENGTH -> head.readLong();
          default -> announced;
        };
    boolean minimal =
        switch (announced) {
          case WebSocketFrames.SHORT_LENGTH -> length >= WebSocketFrames.SHORT_LENGTH;
          case WebSocketFrames.LONG_LENGTH -> length > 0xFFFF;
          default -> true;
        };
    if (!minimal) {
      throw violation("a length is not in its shortest form");
    }
    return length;
  }

  private void readPayload(ByteBuf in, WebSocketSink sink) throws FaultException {
    var piece = in.readSlice((int) Math.min(leftBytes, in.readableBytes()));
    leftBytes -= piece.readableBytes();
    unmask(piece);
    boolean ended = leftBytes == 0;
    if (ended) {
      state = State.HEAD;
    }
    if (opcode.isControl()) {
      control = ended && !control.isReadable() ? piece : joined(control, piece);
      if (ended) {
        endControl(sink);
      }
    } else {
      if (text && !utf8.accept(piece)) {
        throw notText();
      }
      if (ended && last) {
        endMessage(message.isReadable() ? joined(message, piece) : piece, sink);
      } else {
        message = joined(message, piece);
      }
    }
  }

  private static ByteBuf joined(ByteBuf begun, ByteBuf piece) {
    var whole = begun == Unpooled.EMPTY_BUFFER ? Unpooled.buffer(piece.readableBytes()) : begun;
    return whole.writeBytes(piece);
  }

  /** Section 5.3; the bytes of the mask take turns over the pieces of a frame. */
  private void unmask(ByteBuf piece) {
    int end = piece.writerIndex();
    int i = piece.readerIndex();
    long twice = (long) mask << Integer.SIZE | mask & 0xFFFF_FFFFL;
    for (; end - i >= Long.BYTES; i += Long.BYTES) {
      piece.setLong(i, piece.getLong(i) ^ twice);
    }
    for (; i < end; i++) {
      piece.setByte(i, piece.getByte(i) ^ mask >>> Integer.SIZE - Byte.SIZE);
      mask = Integer.rotateLeft(mask, Byte.SIZE);
    }
  }

  private void endMessage(ByteBuf payload, WebSocketSink sink) throws FaultException {
    if (text && !utf8.isComplete()) {
      throw notText();
    }
    within = false;
    message = Unpooled.EMPTY_BUFFER;
    utf8.reset();
    sink.message(payload, text);
  }

  private void endControl(WebSocketSink sink) throws FaultException {
    var data = control;
    control = Unpooled.EMPTY_BUFFER;
    switch (opcode) {
      case PING -> sink.ping(data);
      case PONG -> sink.pong(data);
      default -> endAll(data, sink);
    }
  }

  private void endAll(ByteBuf data, WebSocketSink sink) throws FaultException {
    int code = CloseCodes.NONE;
    if (data.readableBytes() == 1) {
      throw violation("a close frame holds one byte");
    }
    if (data.isReadable()) {
      code = data.readUnsignedShort();
      if (!CloseCodes.mayBeSent(code)) {
        throw violation("close code " + code + " may not be sent");
      }
    }
    var check = new Utf8Check();
    if (!check.accept(data) || !check.isComplete()) {
      throw new FaultException(CloseCodes.INVALID_DATA, "the reason of a close is not UTF-8");
    }
    end();
    sink.close(code, data.toString(StandardCharsets.UTF_8));
  }

  private void end() {
    state = State.ENDED;
    head.clear();
    message = Unpooled.EMPTY_BUFFER;
    control = Unpooled.EMPTY_BUFFER;
  }

  private static FaultException violation(String reason) {
    return new FaultException(CloseCodes.PROTOCOL_ERROR, reason);
  }

  private static FaultException notText() {
    return new FaultException(CloseCodes.INVALID_DATA, "a text is not UTF-8");
  }
}
