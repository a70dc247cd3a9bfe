package dev.samara.net.lifecycle;

import dev.samara.codec.Framing;
import dev.samara.net.connection.Cause;
import dev.samara.net.connection.UndeliveredException;
import dev.samara.net.connection.UndeliveredException.Outcome;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;

/** A message on its way. Owned by the connection's event loop. */
sealed interface Outgoing permits Outgoing.Whole, StreamedMessage {

  /** Told of the message's outcome; null if nobody asked. */
  Promise<Void> promise();

  /** All of it has left. */
  default void delivered() {
    if (promise() != null) {
      promise().complete();
    }
  }

  /** It has not left, or not whole. */
  default void undelivered(Outcome outcome, Cause why, String reason) {
    if (promise() != null) {
      promise().fail(new UndeliveredException(outcome, why, reason));
    }
  }

  /**
   * A message in memory.
   *
   * @param framing the one that was in force when it was given
   * @param deadlineNanos when it is too late to begin with it; {@link Long#MAX_VALUE} for never
   */
  record Whole(
      Buffer message, int encodedBytes, Framing framing, Promise<Void> promise, long deadlineNanos)
      implements Outgoing {}
}
