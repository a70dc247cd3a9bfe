package dev.samara.http.wire;

import io.netty.channel.Channel;
import io.vertx.core.http.HttpConnection;

/**
 * Whether the socket of a connection of HTTP/1.x is read. Pausing a request instead lets Vert.x
 * read on until some of its pieces wait, as many as two dozen. Used on the event loop.
 */
public final class Reading {
  private final Channel channel;
  private boolean held;

  /**
   * For the body under way.
   *
   * @param connection of HTTP/1.x
   */
  public Reading(HttpConnection connection) {
    this.channel = Front.channel(connection);
  }

  /** Reads no more, but for what is being read. */
  public void hold() {
    held = true;
    channel.config().setAutoRead(false);
  }

  /** Reads again, if it was held here. */
  public void release() {
    if (held) {
      held = false;
      channel.config().setAutoRead(true);
    }
  }
}
