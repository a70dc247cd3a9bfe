package dev.samara.codec.stream;

/**
 * An object that cannot be written, bytes that are not an object's, or a place to keep them that
 * failed. The only exception that codecs throw for what a peer or a disk does. Carries no stack
 * trace: the cause is outside the code.
 */
public final class CodecException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Where in the object, such as {@code inner.count} or {@code more[1]}; empty if it is all. */
  private final String path;

  /** Whether the same object or bytes may do better later. */
  private final boolean retry;

  private CodecException(String path, String message, boolean retry, Throwable cause) {
    super(message, cause, false, false);
    this.path = path;
    this.retry = retry;
  }

  /**
   * The object or the bytes are at fault: the same ones fail again.
   *
   * @param message what was found and what was expected, for a person, in one line
   * @return the exception; a retry does not help
   */
  public static CodecException invalid(String message) {
    return new CodecException("", message, false, null);
  }

  /**
   * Something around the codec is at fault, such as a full disk.
   *
   * @param message what failed, for a person, in one line
   * @param cause what it failed with
   * @return the exception; a retry may help
   */
  public static CodecException unavailable(String message, Throwable cause) {
    return new CodecException("", message, true, cause);
  }

  /**
   * A failure of any class, such as what a future failed with that a codec has waited for.
   *
   * @param cause any failure
   * @return the cause itself if it is of this class; else one around it, whose retry may help
   */
  public static CodecException of(Throwable cause) {
    if (cause instanceof CodecException known) {
      return known;
    }
    var words = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    return unavailable("the codec failed: " + words, cause);
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
   * The same failure, seen from outside.
   *
   * @param place where it happened: the name of a field, or an index in brackets
   * @return its message starts with {@code place}, joined to the places it had before by dots
   */
  public CodecException at(String place) {
    var inner = path.isEmpty() || path.startsWith("[") ? path : "." + path;
    return new CodecException(place + inner, super.getMessage(), retry, getCause());
  }

  @Override
  public String getMessage() {
    return path.isEmpty() ? super.getMessage() : path + ": " + super.getMessage();
  }
}
