package dev.samara.net.route;

import dev.samara.net.connection.Connection;

/**
 * A service as straight-line code: waits with {@link Connection#receive()}, answers with {@link
 * Connection#send}, and may block.
 */
@FunctionalInterface
public interface Conversation {

  /**
   * Talks with one peer, on a virtual thread of its own. When it returns the connection is closed
   * after what it sent has left; when it throws, likewise, with the exception as the reason.
   *
   * @param connection the connection, open
   * @throws Exception ends the conversation
   */
  void talk(Connection connection) throws Exception;
}
