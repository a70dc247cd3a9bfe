package dev.samara.load.generator;

import java.io.IOException;
import java.nio.file.Files;
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

  /** The messages of a plan; reads the file, if there is one. */
  static Payload payload(LoadPlan plan) throws IOException {
    if (plan.content().isEmpty()) {
      return plan.wire().payload(plan.payloadBytes());
    }
    byte[] content = Files.readAllBytes(plan.content().get());
    if (content.length > Payload.MAX_BYTES - Long.BYTES) {
      throw new IOException(
          "%s has %,d bytes, but must have at most %,d"
              .formatted(plan.content().get(), content.length, Payload.MAX_BYTES - Long.BYTES));
    }
    return new LengthPayload(content);
  }
}
