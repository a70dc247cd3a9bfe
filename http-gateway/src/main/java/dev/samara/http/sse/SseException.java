package dev.samara.http.sse;

/** Why a stream is not there, or does not take what a client sends. */
public final class SseException extends Exception {
  private static final long serialVersionUID = 1L;

  /** What is in the way. */
  public enum Reason {
    /** Whoever asks is not let in, or there are too many: perhaps later. */
    TURNED_AWAY,
    /** There is no such stream on this node, or it has ended: for good. */
    NO_SUCH_STREAM,
    /** So many messages are waiting for the stream already: later. */
    BUSY
  }

  private final transient Reason reason;

  SseException(Reason reason, String message) {
    super(message, null, false, false);
    this.reason = reason;
  }

  /**
   * What is in the way.
   *
   * @return the reason, which says whether to retry
   */
  public Reason reason() {
    return reason;
  }
}
