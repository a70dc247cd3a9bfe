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
  /** Within one Vert.x, without a socket. */
  MEMORY,
  /** Standard input and output of this process; one connection. */
  STDIO;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
