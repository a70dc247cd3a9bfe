package dev.samara.http.body;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.ExecutionException;

/**
 * A body that comes as it is asked for. Each method may be called on any thread; one reader at a
 * time. There is no read and no readline: a piece is what was sent.
 */
public interface BodyStream {

  /**
   * Asks for the next piece.
   *
   * @return the piece, on the context of the request; fails with a {@link BodyException}, then
   *     always; with an {@link IllegalStateException} after the last piece or while another is
   *     waited for
   */
  Future<BodyEvent> next();

  /**
   * Waits for the next piece, on a virtual thread.
   *
   * @return the piece
   * @throws BodyException when the rest will not come
   * @throws InterruptedException when interrupted meanwhile; the piece is lost then
   */
  default BodyEvent take() throws BodyException, InterruptedException {
    try {
      return next().toCompletionStage().toCompletableFuture().get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof BodyException broken) {
        throw broken;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  /**
   * All pieces, to be iterated over once, on a virtual thread.
   *
   * @return ends after the {@link BodyEvent.LastChunk}; its iterator throws an {@link
   *     UncheckedIOException} with a {@link BodyException}, and a {@link BodyException} of status
   *     {@link BodyException#BROKEN_OFF} so when the thread is interrupted
   */
  default Iterable<BodyEvent> events() {
    return () ->
        new Iterator<>() {
          private boolean ended;

          @Override
          public boolean hasNext() {
            return !ended;
          }

          @Override
          public BodyEvent next() {
            if (ended) {
              throw new NoSuchElementException();
            }
            try {
              BodyEvent event = take();
              ended = event instanceof BodyEvent.LastChunk;
              return event;
            } catch (BodyException e) {
              throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
              throw new UncheckedIOException(
                  new BodyException(BodyException.BROKEN_OFF, "the reader was interrupted"));
            }
          }
        };
  }

  /**
   * Hands every piece to a handler, the next when it is done with the one before.
   *
   * @param handler takes them
   * @return the last piece, once it was handled too; fails as {@link #next} does, or as the handler
   */
  default Future<BodyEvent.LastChunk> forEach(BodyHandler handler) {
    return new BodyLoop(this, handler).run();
  }

  /**
   * Gathers the whole body, for those that are small.
   *
   * @param maxBytes the most, 0 or more
   * @param budget what all bodies together may take; whoever gets the bytes has to release as many
   * @return the bytes; fails as {@link #next} does, with status 413 beyond the limit, and with 503
   *     beyond the budget, and then nothing is to be released
   */
  default Future<Buffer> gather(int maxBytes, BodyBudget budget) {
    return new BodyGathering(maxBytes, budget).from(this);
  }
}
