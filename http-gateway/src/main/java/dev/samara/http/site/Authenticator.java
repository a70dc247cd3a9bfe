package dev.samara.http.site;

import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;

/** Finds out who sends a request, before a byte of its body is read. See {@link Authenticators}. */
@FunctionalInterface
public interface Authenticator {

  /**
   * Looks at the head of a request. Called on its event loop, must not block.
   *
   * @param head of the request, whose body is not to be read
   * @return what was found; a failure, or nothing within ten seconds, is answered with 503
   */
  Future<AuthVerdict> authenticate(HttpServerRequest head);
}
