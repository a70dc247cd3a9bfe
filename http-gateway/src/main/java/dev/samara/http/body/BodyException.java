package dev.samara.http.body;

import java.io.IOException;
import java.io.Serial;

/**
 * The rest of a body will not come, or is not taken. No stack trace. The same request may be sent
 * again when the status is 408 or 503, or when the client broke off.
 */
public final class BodyException extends IOException {
  @Serial private static final long serialVersionUID = 1L;

  /** The client closed the connection; nobody is there to be answered (as nginx logs it). */
  public static final int BROKEN_OFF = 499;

  private final int status;

  /**
   * With a status.
   *
   * @param status what the client is told: 400, 408, 413, 431, 502 or 503; or {@link #BROKEN_OFF}
   * @param message one line for a human
   */
  public BodyException(int status, String message) {
    super(message);
    this.status = status;
  }

  /**
   * What the client is told.
   *
   * @return 400, 408, 413, 431, 502, 503 or {@link #BROKEN_OFF}
   */
  public int status() {
    return status;
  }

  @Override
  public synchronized Throwable fillInStackTrace() {
    return this;
  }
}
