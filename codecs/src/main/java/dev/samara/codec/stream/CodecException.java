package dev.samara.codec.stream;

/**
 * An object that cannot be written, bytes that are not an object's, or a place to keep them that
 * failed. The only exception that codecs throw for what a peer or a disk does. Carries no stack
 * trace: the cause is outside the code.
 */
public final class CodecException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Whether the same object or bytes may do better later. */
  private final boolean retry;

  private CodecException(String message, boolean retry, Throwable cause) {
    super(message, cause, false, false);
    this.retry = retry;
  }

  /**
   * The object or the bytes are at fault: the same ones fail again.
   *
   * @param message what was found and what was expected, for a person, in one line
   * @return the exception; a retry does not help
   */
  public static CodecException invalid(String message) {
    return new CodecException(message, false, null);
  }

  /**
   * Something around the codec is at fault, such as a full disk.
   *
   * @param message what failed, for a person, in one line
   * @param cause what it failed with
   * @return the exception; a retry may help
   */
  public static CodecException unavailable(String message, Throwable cause) {
    return new CodecException(message, true, cause);
  }

  /**
   * Whether the same object or bytes may do better later.
   *
   * @return false if a retry fails again
   */
  public boolean retry() {
    return retry;
  }

  /**
   * The same failure with its place in front.
   *
   * @param place such as the name of a field
   * @return {@code place: message}
   */
  public CodecException at(String place) {
    return new CodecException(place + ": " + getMessage(), retry, getCause());
  }
}
