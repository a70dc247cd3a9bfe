package dev.samara.codec;

/**
 * A stream of bytes, or a message, that breaks the rules of its framing. Never worth a retry with
 * the same bytes. Carries no stack trace: the peer causes it, not the code.
 */
public final class FramingException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * Makes the exception.
   *
   * @param message what was found and what was expected, for a person
   */
  public FramingException(String message) {
    super(message, null, false, false);
  }
}
