package dev.samara.net.connection;

/** What happens to a message for a peer that does not read, when its queue is full. */
public enum SlowConsumerPolicy {

  /** The new message is rejected. */
  REJECT,

  /**
   * The oldest queued message of which nothing was sent is given back, as rejected, to make room.
   */
  DROP_OLDEST,

  /** The connection is closed at once; all it had queued is given back. */
  DISCONNECT
}
