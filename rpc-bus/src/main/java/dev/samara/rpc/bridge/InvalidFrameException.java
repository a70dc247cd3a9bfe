package dev.samara.rpc.bridge;

/** A client's frame makes no sense. Without a stack trace: the client causes it, not the code. */
final class InvalidFrameException extends Exception {

  private static final long serialVersionUID = 1L;

  private final boolean fatal;

  private InvalidFrameException(String message, boolean fatal) {
    super(message, null, true, false);
    this.fatal = fatal;
  }

  /** A field has a value that it cannot have; the frames after it may be better. */
  static InvalidFrameException field(String field, String expected) {
    return new InvalidFrameException("%s (expected: %s)".formatted(field, expected), false);
  }

  /** It is no JSON object at all, so the client speaks something else. */
  static InvalidFrameException notAnObject() {
    return new InvalidFrameException("not a JSON object", true);
  }

  /** Whether the connection cannot go on. */
  boolean isFatal() {
    return fatal;
  }
}
