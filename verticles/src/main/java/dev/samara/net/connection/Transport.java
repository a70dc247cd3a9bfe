package dev.samara.net.connection;

import java.util.Locale;

/** How bytes travel. */
public enum Transport {
  /** A TCP port. */
  TCP,
  /** A UDP port; each peer address is a connection. */
  UDP,
  /** A UNIX socket, a path in the file system. */
  UNIX,
  /** WebSocket, over an HTTP server that is not the hub's. */
  WEBSOCKET,
  /** Server-sent events one way and requests the other, over an HTTP server as well. */
  SSE,
  /** Within one Vert.x, without a socket. */
  MEMORY,
  /** Standard input and output of this process; one connection. */
  STDIO;

  /**
   * Whether connections come in by an HTTP server, which accepts and shuts down by itself.
   *
   * @return true for those whose listeners are attached
   */
  public boolean isOverHttp() {
    return this == WEBSOCKET || this == SSE;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
