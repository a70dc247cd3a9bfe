package dev.samara.codec.stream;

/**
 * Gives the bytes of one object, piece by piece.
 *
 * <pre>
 *             Bytes
 *             ┌──────┐
 *             ▼      │   Suspended
 *   start ──▶ READY ─┴─────────────▶ SUSPENDED
 *              │  ▲   until succeeds     │
 *              │  └──────────────────────┤
 *            Done │                         │ until fails
 *              ├── throws ──▶ FAILED ◀───┘
 *              ▼
 *            SPENT
 * </pre>
 *
 * <p>Not thread-safe: one thread at a time, with a happens-before edge between two of them; the
 * connection's event loop unless told otherwise. It never blocks. What it may not do at once it
 * does elsewhere and suspends meanwhile.
 */
public interface Encoder {

  /**
   * Asks for the next piece. Not to be called before the future of a {@link EncodeStep.Suspended}
   * has succeeded, nor after a failure or {@link #close}. After {@link EncodeStep.Done} it answers
   * the same again.
   *
   * @return bytes, the end, or what to wait for
   * @throws CodecException if the object cannot be encoded (any further); what was given before is
   *     a broken message then. Says whether a retry with a fresh encoder helps
   */
  EncodeStep pull();

  /**
   * Gives up: the connection ended early, or the encoder failed. Frees what is held (files), also
   * while the encoder is suspended. Does not block; a second call, or one after the end, does
   * nothing.
   */
  default void close() {}
}
