package dev.samara.codec.stream;

import io.netty.buffer.ByteBuf;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.buffer.BufferInternal;
import java.util.Objects;

/** What an {@link Encoder} has for the one who asks. */
public sealed interface EncodeStep {

  /**
   * The next bytes of the object.
   *
   * @param bytes one byte or more, on the heap; they belong to the caller, the encoder never
   *     touches them again
   */
  record Bytes(Buffer bytes) implements EncodeStep {

    /** Checks that there is a buffer. */
    public Bytes {
      Objects.requireNonNull(bytes, "bytes");
    }
  }

  /**
   * The next bytes of the object where they were read: for an encoder that passes on what it does
   * not look at.
   *
   * @param bytes one byte or more, in any kind of buffer; released by the caller, who does not
   *     write to it
   */
  record Slice(ByteBuf bytes) implements EncodeStep {

    /** Checks that there is a buffer. */
    public Slice {
      Objects.requireNonNull(bytes, "bytes");
    }

    /**
     * For a caller who has no use for the buffer itself.
     *
     * @return a copy on the heap; the buffer is released
     */
    public Bytes copied() {
      try {
        var copy = BufferInternal.buffer(bytes.readableBytes());
        copy.unwrap().writeBytes(bytes);
        return new Bytes(copy);
      } finally {
        bytes.release();
      }
    }
  }

  /** All bytes have been given; the encoder holds nothing any more. */
  record Done() implements EncodeStep {}

  /**
   * Nothing now: the encoder waits, for a file or another service.
   *
   * @param until completes when {@link Encoder#pull} is worth calling again, on any thread; if it
   *     fails, the encoder has failed for this reason
   */
  record Suspended(Future<Void> until) implements EncodeStep {

    /** Checks that there is something to wait for. */
    public Suspended {
      Objects.requireNonNull(until, "until");
    }
  }
}
