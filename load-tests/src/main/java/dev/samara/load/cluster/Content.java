package dev.samara.load.cluster;

import dev.samara.load.generator.Numbered;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.buffer.BufferInternal;

/**
 * The messages of a load: a number of eight bytes, then a filling that is the same in all of them.
 * Immutable, any thread.
 */
final class Content {
  /** The shortest message: its number. */
  static final int MIN_BYTES = Long.BYTES;

  private final byte[] blank;
  private final ByteBuf filling;

  /** Messages of so many bytes, from {@link #MIN_BYTES}. */
  Content(int bytes) {
    this.blank = Numbered.message(bytes, 0);
    this.filling = Unpooled.wrappedBuffer(blank);
  }

  int bytes() {
    return blank.length;
  }

  byte[] message(long number) {
    byte[] message = blank.clone();
    Numbered.put(message, number);
    return message;
  }

  Buffer buffer(long number) {
    return BufferInternal.buffer(Unpooled.wrappedBuffer(message(number)));
  }

  /**
   * Whether a piece of a message is right, its number left aside.
   *
   * @param in where the piece is
   * @param index where it begins there
   * @param from where it begins in the message, from 8
   * @param to where it ends in the message
   */
  boolean matchesFilling(ByteBuf in, int index, int from, int to) {
    return ByteBufUtil.equals(filling, from, in, index, to - from);
  }
}
