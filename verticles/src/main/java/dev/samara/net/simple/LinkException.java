package dev.samara.net.simple;

import java.io.IOException;

/** What went wrong with a simple link; the end of the peer within a message has its own kind. */
public final class LinkException extends IOException {

  private static final long serialVersionUID = 1L;

  /** What was being done. */
  public enum Kind {
    /** There is no connection; another try later can help. */
    CONNECT,
    /** Reading failed, or the peer broke the framing's rules; the link is of no use any more. */
    READ,
    /** Part of a message may have been sent; the link is of no use any more. */
    WRITE,
    /** The framing cannot carry the message; nothing was sent, and the link goes on. */
    MESSAGE,
    /** The peer ended within a message. */
    PEER_CLOSED
  }

  private final Kind kind;

  LinkException(Kind kind, String reason, Throwable cause) {
    super(reason, cause);
    this.kind = kind;
  }

  /**
   * What was being done.
   *
   * @return the kind, which says whether another try can help
   */
  public Kind kind() {
    return kind;
  }
}
