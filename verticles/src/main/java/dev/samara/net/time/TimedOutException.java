package dev.samara.net.time;

/**
 * A block of code was cut short because its time was over. What it had done so far stays done:
 * whether another try can help depends on the block.
 */
public final class TimedOutException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient Timeout timeout;

  /**
   * Makes the exception.
   *
   * @param timeout the limit that is over
   * @param cause the interruption that ended the block, or null
   */
  TimedOutException(Timeout timeout, Throwable cause) {
    super("not done within %d ms".formatted(timeout.limit().toMillis()), cause);
    this.timeout = timeout;
  }

  boolean isOf(Timeout other) {
    return timeout == other;
  }
}
