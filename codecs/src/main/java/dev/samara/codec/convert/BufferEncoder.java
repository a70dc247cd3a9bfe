package dev.samara.codec.convert;

import dev.samara.codec.stream.EncodeStep;
import dev.samara.codec.stream.Encoder;
import io.vertx.core.buffer.Buffer;

/** Gives bytes that are there already, at once. */
final class BufferEncoder implements Encoder {

  /** Null when it has been given. */
  private Buffer bytes;

  BufferEncoder(Buffer bytes) {
    this.bytes = bytes.length() == 0 ? null : bytes;
  }

  @Override
  public EncodeStep pull() {
    if (bytes == null) {
      return new EncodeStep.Done();
    }
    var all = bytes;
    bytes = null;
    return new EncodeStep.Bytes(all);
  }

  @Override
  public void close() {
    bytes = null;
  }
}
