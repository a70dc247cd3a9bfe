package dev.samara.http.body;

import io.vertx.core.Future;

/** Takes the pieces of a body one after the other. */
@FunctionalInterface
public interface BodyHandler {

  /**
   * One piece. Called on the context of the request.
   *
   * @param event the piece
   * @return done when the next may come; a failure ends it
   */
  Future<Void> handle(BodyEvent event);
}
