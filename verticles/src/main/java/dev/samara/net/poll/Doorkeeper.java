package dev.samara.net.poll;

/** Meets newcomers before a mailbox is told of them: for handshakes. */
@FunctionalInterface
public interface Doorkeeper {

  /**
   * Talks with one newcomer, on a virtual thread of its own, and lets it in with {@link
   * Separate#merge}. When it returns without, or throws, the connection is closed.
   *
   * @param newcomer the newcomer's messages
   * @throws Exception refuses the newcomer, with the exception as the reason
   */
  void meet(Separate newcomer) throws Exception;
}
