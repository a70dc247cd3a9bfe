package dev.samara.rpc.payload;

/**
 * A value that does not fit its type, its format or a limit; another attempt fails again. The
 * message is one line for a human and names no classes of libraries.
 */
public final class PayloadException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * What is wrong.
   *
   * @param message one line
   */
  public PayloadException(String message) {
    super(message, null, false, false);
  }

  /**
   * The same, with the place in front.
   *
   * @param place such as {@code argument 2 (long)}
   * @return the exception to throw
   */
  public PayloadException at(String place) {
    return new PayloadException(place + ": " + getMessage());
  }
}
