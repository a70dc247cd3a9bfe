package dev.samara.http.mount;

import dev.samara.http.body.BodyEvent;
import dev.samara.http.body.BodyException;

/** What one gets who asks for the next piece of a body and does not wait. */
public sealed interface Polled permits Polled.Piece, NotReady {

  /**
   * It was there.
   *
   * @param event the piece
   */
  record Piece(BodyEvent event) implements Polled {}

  /** Where pieces come from. On the event loop of the request, in a step of its handler only. */
  @FunctionalInterface
  interface Source {
    /**
     * The next piece, if it is there.
     *
     * @return the piece, or {@link NotReady}; the body's last one is a {@link BodyEvent.LastChunk}
     * @throws BodyException when the rest will not come
     */
    Polled poll() throws BodyException;
  }
}
