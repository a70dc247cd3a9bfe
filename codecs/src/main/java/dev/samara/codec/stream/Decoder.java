package dev.samara.codec.stream;

import io.vertx.core.buffer.Buffer;

/**
 * Makes one object of bytes that arrive in any pieces.
 *
 * <pre>
 *             NeedMore
 *             ┌──────┐
 *             ▼      │   Suspended
 *   start ──▶ READY ─┴─────────────▶ SUSPENDED
 *              │  ▲   until succeeds     │
 *              │  └──────────────────────┤
 *      Message │                         │ until fails
 *              ├── throws ──▶ FAILED ◀───┘
 *              ▼
 *            SPENT
 * </pre>
 *
 * <p>Not thread-safe: one thread at a time, with a happens-before edge between two of them; the
 * connection's event loop unless told otherwise. It never blocks. How much it holds of an
 * unfinished object is limited by what made it.
 *
 * @param <T> the objects
 */
public interface Decoder<T> {

  /**
   * Gives the next bytes. Not to be called before the future of a {@link DecodeStep.Suspended} has
   * succeeded; then with its rest. Nor after a message, a failure or {@link #close}.
   *
   * @param bytes any number of them, none as well; they belong to the decoder from now on, which
   *     may keep them, and are not changed by anybody
   * @return the object, or that there is more to come or to wait for
   * @throws CodecException if the bytes are not an object's; where the next one starts is unknown
   *     then. Says whether a retry helps
   */
  DecodeStep<T> push(Buffer bytes);

  /**
   * Gives up: the connection ended early, or the decoder failed. Frees what is held (unfinished
   * files are deleted), also while the decoder is suspended. Does not block; a second call, or one
   * after the message, does nothing.
   */
  default void close() {}
}
