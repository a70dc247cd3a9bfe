package dev.samara.codec.websocket;

/** Carries a fault out of the reading; never leaves this package. */
@SuppressWarnings("serial") // Never serialized.
final class FaultException extends Exception {
  private final WebSocketFault fault;

  FaultException(int closeCode, String reason) {
    super(reason, null, false, false);
    this.fault = new WebSocketFault(closeCode, reason);
  }

  WebSocketFault fault() {
    return fault;
  }
}
