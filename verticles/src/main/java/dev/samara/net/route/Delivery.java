package dev.samara.net.route;

import dev.samara.net.connection.ConnectionId;
import io.vertx.core.buffer.Buffer;
import java.util.Optional;

/**
 * A message at a service. Exactly one of {@link #reply}, {@link #done} and {@link #fail} must be
 * called, at once or later, from any thread; further calls do nothing. Answers leave in the order
 * of the messages, whatever the order of the calls.
 */
public interface Delivery {

  /**
   * The message.
   *
   * @return the message; belongs to the service
   */
  Buffer message();

  /**
   * Where it came from.
   *
   * @return the connection, or empty for a plain bus message
   */
  Optional<ConnectionId> connection();

  /**
   * The name of who sent it.
   *
   * @return the client's name, if it has one
   */
  Optional<String> client();

  /**
   * Answers.
   *
   * @param answer the message to send back; belongs to the connection from now on
   */
  void reply(Buffer answer);

  /** Says that the message was dealt with and has no answer. */
  void done();

  /**
   * Says that the message could not be dealt with: its connection is closed with that reason.
   *
   * @param reason why, for a person
   */
  void fail(String reason);
}
