package dev.samara.rpc.wire;

import io.netty.buffer.ByteBuf;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.buffer.BufferInternal;
import java.nio.charset.StandardCharsets;

/**
 * Reads fields from bytes, each checked against its limit and against what is there before it is
 * touched; throws an IllegalArgumentException that names the field. The counterpart of {@link
 * FrameWriter}. One thread.
 */
public final class WireReader {
  private final ByteBuf bytes;
  private int position;
  private final int end;

  /**
   * Reads bytes to their end.
   *
   * @param buffer not changed
   * @param position where to start
   */
  public WireReader(Buffer buffer, int position) {
    ByteBuf all = ((BufferInternal) buffer).unwrap();
    this.bytes = all;
    this.position = all.readerIndex() + position;
    this.end = all.writerIndex();
  }

  /**
   * Whether there is more.
   *
   * @return false at the end
   */
  public boolean hasMore() {
    return position < end;
  }

  /**
   * A byte.
   *
   * @param what the field
   * @return 0 to 255
   */
  public int unsignedByte(String what) {
    return bytes.getUnsignedByte(take(1, what));
  }

  /**
   * Eight bytes.
   *
   * @param what the field
   * @return any number
   */
  public long number(String what) {
    return bytes.getLong(take(8, what));
  }

  /**
   * A number in seven bits a byte.
   *
   * @param max the largest one
   * @param what the field
   * @return 0 to max
   */
  public long count(long max, String what) {
    long value = 0;
    for (int shift = 0; shift < 63; shift += 7) {
      int next = unsignedByte(what);
      value |= (long) (next & 0x7f) << shift;
      if ((next & 0x80) == 0) {
        if (value > max) {
          throw new IllegalArgumentException(what + ": " + value + " is beyond 0 to " + max);
        }
        return value;
      }
    }
    throw new IllegalArgumentException(what + ": a number without end");
  }

  /**
   * Bytes behind their length, not copied.
   *
   * @param max the longest
   * @param what the field
   * @return a view
   */
  public Buffer bytes(int max, String what) {
    int length = (int) count(max, what);
    int at = take(length, what);
    return BufferInternal.buffer(bytes.slice(at, length));
  }

  /**
   * A text of at most so many characters (in UTF-8 each takes at most three bytes).
   *
   * @param maxCharacters the longest
   * @param what the field
   * @return the text
   */
  public String text(int maxCharacters, String what) {
    int length = (int) count(3L * maxCharacters, what);
    return bytes.toString(take(length, what), length, StandardCharsets.UTF_8);
  }

  ByteBuf source() {
    return bytes;
  }

  int take(int length, String what) {
    if (end - position < length) {
      throw new IllegalArgumentException(what + " is cut off");
    }
    int at = position;
    position += length;
    return at;
  }

  /**
   * All that is left, not copied.
   *
   * @return a view
   */
  public Buffer rest() {
    int length = end - position;
    return BufferInternal.buffer(bytes.slice(take(length, "rest"), length));
  }

  /** Throws if there is more. */
  public void requireEnd() {
    if (hasMore()) {
      throw new IllegalArgumentException(end - position + " bytes too many");
    }
  }
}
