package dev.samara.http.wire;

import dev.samara.codec.http.HttpFault;
import java.io.Serial;

/** The rest of a body will not come: it is not HTTP, too large or too slow. No stack trace. */
public final class FaultyBodyException extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  private final int status;

  FaultyBodyException(HttpFault fault) {
    super(fault.reason(), null, false, false);
    this.status = fault.status();
  }

  /**
   * What the client was told, if it could still be told.
   *
   * @return 400, 408, 413 or 431
   */
  public int status() {
    return status;
  }
}
