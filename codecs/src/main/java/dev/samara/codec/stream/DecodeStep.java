package dev.samara.codec.stream;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.Objects;

/**
 * What a {@link Decoder} makes of the bytes it was given.
 *
 * @param <T> the objects
 */
public sealed interface DecodeStep<T> {

  /**
   * The object is complete, and the decoder spent.
   *
   * @param <T> the objects
   * @param value the object; it may share memory with the bytes it was made of
   * @param rest the bytes behind it, for the next decoder; empty if there are none
   */
  record Message<T>(T value, Buffer rest) implements DecodeStep<T> {

    /** Checks that both are there. */
    public Message {
      Objects.requireNonNull(value, "value");
      Objects.requireNonNull(rest, "rest");
    }
  }

  /**
   * All bytes have been taken and the object is not complete.
   *
   * @param <T> the objects
   */
  record NeedMore<T>() implements DecodeStep<T> {}

  /**
   * The decoder waits, for a file or another service, and takes no bytes meanwhile.
   *
   * @param <T> the objects
   * @param until completes when the decoder goes on, on any thread; if it fails, the decoder has
   *     failed for this reason
   * @param rest the bytes it has not taken, which are to be given again, first of all, and even if
   *     there are none
   */
  record Suspended<T>(Future<Void> until, Buffer rest) implements DecodeStep<T> {

    /** Checks that both are there. */
    public Suspended {
      Objects.requireNonNull(until, "until");
      Objects.requireNonNull(rest, "rest");
    }
  }
}
