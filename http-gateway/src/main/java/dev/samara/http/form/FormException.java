package dev.samara.http.form;

import java.io.Serial;

/** A form that cannot be read. Carries no stack trace. Not worth a retry. */
public final class FormException extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  /** Whether a limit is the reason. */
  private final boolean tooLarge;

  FormException(boolean tooLarge, String message) {
    super(message, null, false, false);
    this.tooLarge = tooLarge;
  }

  /**
   * Whether a limit is the reason.
   *
   * @return true for 413, false for 400
   */
  public boolean tooLarge() {
    return tooLarge;
  }
}
