package dev.samara.rpc.bridge;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.MessageCodec;

/** A body that travels as it is within a process, as applications have them. */
record Opaque(String secret) {

  /** Knows no bytes. */
  static final class LocalCodec implements MessageCodec<Opaque, Opaque> {

    @Override
    public void encodeToWire(Buffer buffer, Opaque body) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Opaque decodeFromWire(int pos, Buffer buffer) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Opaque transform(Opaque body) {
      return body;
    }

    @Override
    public String name() {
      return "opaque";
    }

    @Override
    public byte systemCodecID() {
      return -1;
    }
  }
}
