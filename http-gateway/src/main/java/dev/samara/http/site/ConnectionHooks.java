package dev.samara.http.site;

import io.vertx.core.http.HttpConnection;
import java.time.Duration;

/**
 * What the application hears of the connections of a gateway, and may say. All methods are called
 * on the event loop of the connection and must not block; what one throws is logged, and the
 * connection goes on as without hooks. The connection's own close handler is the gateway's, which
 * counts by it: {@link #closed} is in its place. Requests have hooks of their own: {@link
 * Authenticator} before, {@link AccessLogFormat} after.
 */
public interface ConnectionHooks {

  /** Hears nothing and says nothing. */
  ConnectionHooks NONE = new ConnectionHooks() {};

  /**
   * A connection begins. It may still be refused, and is then closed.
   *
   * @param connection of HTTP/1.x before its first byte, of HTTP/2 after its settings, of HTTP/3
   */
  default void opened(HttpConnection connection) {}

  /**
   * A connection is idle and is about to be closed: its next request did not come in time, or no
   * byte did in either direction. Asked of HTTP/1.x and HTTP/2, for each limit by itself.
   *
   * @param connection which
   * @param limit for how long it has been so, as the options say
   * @return true for another time of the same length, false to have it closed
   */
  default boolean idle(HttpConnection connection, Duration limit) {
    return false;
  }

  /**
   * A client of HTTP/1.x broke a rule or a limit: the gateway answers so, unless an answer is under
   * way, and closes the connection.
   *
   * @param connection which
   * @param status 400, 408, 413, 414, 431, 501 or 505
   * @param reason one line for a human
   */
  default void faulty(HttpConnection connection, int status, String reason) {}

  /**
   * A connection has ended, whoever ended it; one that became a WebSocket, when that ended. Called
   * once for each that was opened.
   *
   * @param connection which; nothing can be sent on it any more
   */
  default void closed(HttpConnection connection) {}
}
