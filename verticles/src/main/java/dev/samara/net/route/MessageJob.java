package dev.samara.net.route;

import dev.samara.net.connection.Connection;
import io.vertx.core.buffer.Buffer;

/** A service as a job: called for each message on a thread of a job queue, and may block. */
@FunctionalInterface
public interface MessageJob {

  /**
   * Deals with a message. The messages of one connection come one after the other, in order.
   *
   * @param connection the connection
   * @param message the message; belongs to the job
   * @throws Exception ends the connection, after the answers to earlier messages
   */
  void message(Connection connection, Buffer message) throws Exception;
}
