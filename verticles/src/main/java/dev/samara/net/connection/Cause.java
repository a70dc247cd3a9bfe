package dev.samara.net.connection;

/**
 * Why a connection ended, or why one message was not sent: these and no others, for programs that
 * must tell them apart. The text beside it is for people.
 */
public enum Cause {
  /** The peer ended the connection in order. Dialling again may help. */
  PEER_CLOSED(true),
  /** The peer or the network broke the connection off: reset, broken pipe, no route. Dial again. */
  CONNECTION_LOST(true),
  /** This side called {@code close}. */
  CLOSED(true),
  /** The listener, the hub or the node ends. */
  DRAINED(true),
  /** One of the connection's time limits was over, or nobody answered the peer in time. */
  TIME_LIMIT(true),
  /** What the peer sent was no message of the framing. */
  BROKEN_BYTES(true),
  /** The peer did not read, its queue was full, and the policy is to disconnect it. */
  SLOW_PEER(true),
  /** A newer connection has its name. */
  TAKEN_OVER(true),
  /** A rule, a handshake or a doorkeeper turned the peer away. */
  TURNED_AWAY(true),
  /** The handler, the service, the conversation or an encoder of this side failed. */
  APPLICATION_FAILED(true),
  /** The connection that was dialled could not be made. */
  NOT_CONNECTED(true),

  /** The queue is full; later there may be room. Nothing else happened to the connection. */
  QUEUE_FULL(false),
  /** The memory budget for messages to be sent is used up; later there may be room. */
  MEMORY_FULL(false),
  /** The framing cannot carry the message: another try cannot help. */
  UNSENDABLE(false),
  /** The encoder of a long message failed, or did not give as many bytes as announced. */
  ENCODER_FAILED(false),
  /** The message's own time limit was over. */
  TOO_LATE(false),
  /** Nobody is there who could be sent a message: no such connection, client or node. */
  NO_RECEIVER(false);

  private final boolean endsConnection;

  Cause(boolean endsConnection) {
    this.endsConnection = endsConnection;
  }

  /**
   * Whether it is about the connection.
   *
   * @return true if the connection has ended or was never made, false if only the message is
   *     concerned
   */
  public boolean endsConnection() {
    return endsConnection;
  }

  /**
   * Whether the other side did it.
   *
   * @return true if the peer, or the network, ended the connection without this side's wish
   */
  public boolean isByPeer() {
    return this == PEER_CLOSED || this == CONNECTION_LOST;
  }
}
