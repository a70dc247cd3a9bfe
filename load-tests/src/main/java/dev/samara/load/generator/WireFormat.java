package dev.samara.load.generator;

import java.util.function.IntFunction;

/** How a message and its answer look on the wire. */
public enum WireFormat {
  /** Four bytes of length, then the message; the answer is the same. */
  LENGTH(LengthPayload::new),

  /**
   * The protocol of the Vert.x TCP event bus bridge, client to bus address {@code echo}: four bytes
   * of length, then a JSON object. The message is its body, a string of as many characters; the
   * message's number is the reply address.
   */
  BRIDGE(BridgePayload::new);

  private final IntFunction<Payload> payloads;

  WireFormat(IntFunction<Payload> payloads) {
    this.payloads = payloads;
  }

  Payload payload(int payloadBytes) {
    return payloads.apply(payloadBytes);
  }
}
