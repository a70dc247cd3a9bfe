package dev.samara.http.upload;

import java.io.Serial;

/** An expected failure of the store: a kind, and one line for a human. Carries no stack trace. */
public final class UploadException extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  /** What kind of failure this is. */
  private final UploadFailure kind;

  /**
   * Makes a failure.
   *
   * @param kind which of the closed list
   * @param message one line for a human; names no path of the machine
   */
  public UploadException(UploadFailure kind, String message) {
    super(message, null, false, false);
    this.kind = kind;
  }

  /**
   * Which of the closed list of failures this is.
   *
   * @return the kind
   */
  public UploadFailure kind() {
    return kind;
  }
}
