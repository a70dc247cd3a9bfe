package dev.samara.codec.counted;

import dev.samara.codec.FrameDecoder;
import dev.samara.codec.FrameSink;
import dev.samara.codec.FramingException;
import dev.samara.codec.Limits;
import io.netty.buffer.ByteBuf;
import io.vertx.core.internal.buffer.BufferInternal;

/**
 * Reads messages whose length is known once their head is.
 *
 * <pre>
 *           head, message within          all its bytes
 *           the in-memory limit
 *   HEAD ─────────────────────────▶ BODY ───────────────▶ TAIL
 *    ▲ │                                                  ▲ │
 *    │ │    head, message beyond it       all its bytes   │ │
 *    │ └──────────────────────────▶ PARTS ────────────────┘ │
 *    └──────────────────────────────────────────────────────┘
 *                      tail: the message is handed over
 *
 *   any ──▶ BAD  on a fault (stays; discards everything)
 * </pre>
 *
 * A message that is whole in one read passes through all states in one step.
 */
public abstract class CountedDecoder implements FrameDecoder {

  /** A peer that announces much and sends little gets no more memory than this in advance. */
  private static final int LARGEST_INITIAL_BYTES = 64 * 1024;

  /** By how much a message's memory grows when what was received has filled it. */
  private static final int GROWTH = 16;

  private enum State {
    HEAD,
    BODY,
    PARTS,
    TAIL,
    BAD
  }

  /** The bytes of the head read so far; the subclass counts them, this class starts anew. */
  protected int headBytes;

  private final int maxMessageBytes;
  private final long maxStreamBytes;
  private State state = State.HEAD;

  /** The announced length, unsigned, and in PARTS what is still to come (BODY, PARTS). */
  private long length;

  /** The message being filled; null in PARTS and in the TAIL that follows. */
  private BufferInternal body;

  /**
   * Makes a decoder at the start of a stream.
   *
   * @param maxMessageBytes the longest message handed over whole
   * @param maxStreamBytes the longest one handed over in parts, unsigned; 0 for none
   */
  protected CountedDecoder(int maxMessageBytes, long maxStreamBytes) {
    this.maxMessageBytes = maxMessageBytes;
    this.maxStreamBytes = maxStreamBytes;
  }

  /**
   * Reads on in the head and calls {@link #announce} when it is complete.
   *
   * @param in where from
   * @return whether the head is complete
   */
  protected abstract boolean readHead(ByteBuf in);

  /**
   * Puts into a new message what of the head belongs to it; the announced length counts that.
   * Nothing unless overridden, and not for messages in parts.
   *
   * @param message the message, still empty
   */
  protected void begin(ByteBuf message) {}

  /**
   * Reads what follows the message, which is nothing unless overridden.
   *
   * @param in where from
   * @return whether the tail is complete
   */
  protected boolean readTail(ByteBuf in) {
    return true;
  }

  /**
   * Says how long the message is.
   *
   * @param lengthBytes an unsigned 64-bit number
   * @throws FramingException if that is beyond the limits
   */
  protected final void announce(long lengthBytes) {
    if (Long.compareUnsigned(lengthBytes, maxMessageBytes) > 0
        && Long.compareUnsigned(lengthBytes, maxStreamBytes) > 0) {
      throw bad(Limits.tooLong(lengthBytes, maxMessageBytes, maxStreamBytes));
    }
    length = lengthBytes;
  }

  /**
   * Breaks the decoder for good.
   *
   * @param fault what is wrong with the stream
   * @return the exception to throw
   */
  protected final FramingException bad(String fault) {
    to(State.BAD);
    return new FramingException(fault);
  }

  @Override
  public final void decode(ByteBuf in, FrameSink sink) {
    var progress = true;
    while (progress) {
      progress =
          switch (state) {
            case HEAD -> readHead(in) && open(in, sink);
            case BODY -> readBody(in, sink);
            case PARTS -> readParts(in, sink);
            case TAIL -> finish(in, sink);
            case BAD -> discard(in);
          };
    }
  }

  @Override
  public final int pendingBytes() {
    return headBytes + (body == null ? 0 : body.length());
  }

  private void to(State next) {
    state = next;
    if (next == State.HEAD || next == State.BAD) {
      headBytes = 0;
      body = null;
    }
  }

  private boolean open(ByteBuf in, FrameSink sink) {
    if (Long.compareUnsigned(length, maxMessageBytes) <= 0) {
      var initial = Math.max(LARGEST_INITIAL_BYTES, in.readableBytes());
      body = BufferInternal.buffer(Math.min((int) length, initial));
      begin(body.unwrap());
      to(State.BODY);
      return readBody(in, sink);
    }
    to(State.PARTS);
    try {
      sink.start(length);
    } catch (FramingException e) {
      // This sink takes no messages in parts.
      to(State.BAD);
      throw e;
    }
    return true;
  }

  private boolean readBody(ByteBuf in, FrameSink sink) {
    var bytes = body.unwrap();
    var missing = (int) length - bytes.writerIndex();
    var now = Math.min(missing, in.readableBytes());
    if (now > bytes.writableBytes()) {
      // In few steps, each of which copies what is there, but never far beyond what was received.
      var grown = Math.max((long) GROWTH * bytes.capacity(), (long) bytes.writerIndex() + now);
      bytes.capacity((int) Math.min(length, grown));
    }
    bytes.writeBytes(in, now);
    if (now < missing) {
      return false;
    }
    to(State.TAIL);
    return finish(in, sink);
  }

  private boolean readParts(ByteBuf in, FrameSink sink) {
    var available = in.readableBytes();
    if (available > 0) {
      var now = Long.compareUnsigned(length, available) < 0 ? (int) length : available;
      length -= now;
      sink.part(in, now);
    }
    if (length != 0) {
      return false;
    }
    to(State.TAIL);
    return true;
  }

  private boolean finish(ByteBuf in, FrameSink sink) {
    if (!readTail(in)) {
      return false;
    }
    var message = body;
    to(State.HEAD);
    return message == null ? sink.end() : sink.frame(message);
  }

  private static boolean discard(ByteBuf in) {
    in.skipBytes(in.readableBytes());
    return false;
  }
}
