package dev.samara.net.connection;

import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Optional;

/** What can happen to a connection; these six and no others. */
public sealed interface Event {

  /**
   * The connection it happened to.
   *
   * @return the connection
   */
  Connection connection();

  /** The end of a connection, by whoever's wish. */
  sealed interface Disconnected extends Event {

    /**
     * The message that was partly sent.
     *
     * @return the whole message, if there was one
     */
    Optional<Buffer> incomplete();

    /**
     * The messages of which nothing was sent.
     *
     * @return the messages in the order in which they were given
     */
    List<Buffer> queued();

    /**
     * Why the connection ended.
     *
     * @return the cause, for a program
     */
    Cause cause();

    /**
     * Why the connection ended, in words.
     *
     * @return a phrase for a person
     */
    String reason();
  }

  /**
   * An outgoing connection is there, or has failed for good; no other event follows a failure.
   *
   * @param connection the connection
   * @param success whether it is connected
   * @param queued what was sent meanwhile and is given back because it failed, in the order in
   *     which it was given; empty on success
   */
  record ConnectFinished(Connection connection, boolean success, List<Buffer> queued)
      implements Event {}

  /**
   * A connection ended because this side closed it.
   *
   * @param connection the connection
   * @param incomplete the message that was partly sent
   * @param queued the messages of which nothing was sent
   * @param cause why, for a program
   * @param reason why, for a person
   */
  record DisconnectFinished(
      Connection connection,
      Optional<Buffer> incomplete,
      List<Buffer> queued,
      Cause cause,
      String reason)
      implements Disconnected {}

  /**
   * A peer connected.
   *
   * @param connection the connection
   */
  record RemoteConnected(Connection connection) implements Event {}

  /**
   * A connection ended because the peer or the network ended it.
   *
   * @param connection the connection
   * @param incomplete the message that was partly sent
   * @param queued the messages of which nothing was sent
   * @param cause why, for a program
   * @param reason why, for a person
   */
  record RemoteDisconnected(
      Connection connection,
      Optional<Buffer> incomplete,
      List<Buffer> queued,
      Cause cause,
      String reason)
      implements Disconnected {}

  /**
   * A message arrived.
   *
   * @param connection the connection
   * @param message the message
   */
  record MessageReceived(Connection connection, Buffer message) implements Event {}

  /**
   * A message was not accepted for sending.
   *
   * @param connection the connection
   * @param message the message
   * @param reason why
   */
  record MessageRejected(Connection connection, Buffer message, String reason) implements Event {}
}
