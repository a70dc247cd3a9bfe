package dev.samara.http.wire;

import io.vertx.core.buffer.Buffer;

/** What the wire needs of the gateway. Called on the event loop of the connection. */
public interface WireHost {

  /**
   * A document for an answer that the wire gives by itself. It is counted as a problem.
   *
   * @param status 400, 408, 413, 414, 431, 501, 503 or 505
   * @param reason one line for a human
   * @param inBody whether the head was valid
   * @return the document, as application/problem+json
   */
  Buffer problem(int status, String reason, boolean inBody);

  /**
   * The time.
   *
   * @return the value of a Date field
   */
  CharSequence date();

  /** A request began, or what was to be one. */
  void requestBegan();
}
