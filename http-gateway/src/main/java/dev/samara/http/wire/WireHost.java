package dev.samara.http.wire;

import io.vertx.core.buffer.Buffer;
import java.time.Duration;

/** What the wire of one connection needs of the gateway. Called on its event loop. */
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

  /**
   * The client broke a rule or a limit.
   *
   * @param status as of the answer, which it may not get any more
   * @param reason one line for a human
   */
  void faulty(int status, String reason);

  /**
   * The connection is about to be closed because it is idle.
   *
   * @param limit for how long it has been so
   * @return true for another time of the same length
   */
  boolean keepsIdle(Duration limit);
}
