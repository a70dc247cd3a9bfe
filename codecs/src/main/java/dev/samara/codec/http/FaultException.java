package dev.samara.codec.http;

import java.io.Serial;

/** Carries a fault from where it is found to the detector. No stack trace. */
final class FaultException extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  private final int status;

  FaultException(int status, String reason) {
    super(reason, null, false, false);
    this.status = status;
  }

  static FaultException bad(String reason) {
    return new FaultException(400, reason);
  }

  HttpFault fault() {
    return new HttpFault(status, getMessage());
  }
}
