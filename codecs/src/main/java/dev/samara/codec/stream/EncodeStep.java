package dev.samara.codec.stream;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
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
