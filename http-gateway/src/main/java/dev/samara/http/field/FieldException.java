package dev.samara.http.field;

import java.io.Serial;

/** A header field that is not valid. Carries no stack trace. Not worth a retry. */
public final class FieldException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  /**
   * Makes one.
   *
   * @param message one line for a human, naming the field
   */
  public FieldException(String message) {
    super(message, null, false, false);
  }
}
