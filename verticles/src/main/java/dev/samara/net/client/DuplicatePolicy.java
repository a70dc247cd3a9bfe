package dev.samara.net.client;

/** What happens when a second connection wants a name that is taken. */
public enum DuplicatePolicy {

  /** The second one does not get it. */
  REJECT,

  /** The second one gets it; the first one is closed then, after its answers under way. */
  TAKE_OVER,

  /**
   * Both have it, up to {@link ClientOptions#maxConnectionsPerName}. A message to the name goes to
   * all of them, and its outcome is what becomes of it on the newest one.
   */
  KEEP_BOTH
}
