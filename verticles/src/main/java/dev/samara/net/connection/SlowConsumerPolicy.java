package dev.samara.net.connection;

/**
 * What happens to a message for a peer that does not read, when its queue is full. Before that, at
 * a quarter of the queue, the connection is no longer read: whoever only answers never gets so far.
 */
public enum SlowConsumerPolicy {

  /** The new message is rejected. */
  REJECT,

  /**
   * The oldest queued message of which nothing was sent is given back to make room, and counts as
   * returned: for peers that want the present.
   */
  DROP_OLDEST,

  /**
   * The newest queued message of which nothing was sent is given back to make room, and counts as
   * returned: for peers that want the beginning and the latest.
   */
  DROP_NEWEST,

  /** The connection is closed at once; all it had queued is given back. */
  DISCONNECT
}
