package dev.samara.load.server;

import io.vertx.core.buffer.Buffer;
import java.util.function.Consumer;

/**
 * Cuts the reads of one connection into payloads. Owned by the connection's event loop.
 *
 * <p>Whole frames are handed on as slices of the read, without a copy; only what is left of a read
 * is kept, and joined with the next one.
 */
final class FrameParser {
  private final int maxPayloadBytes;
  private Buffer kept = Buffer.buffer();

  FrameParser(int maxPayloadBytes) {
    this.maxPayloadBytes = maxPayloadBytes;
  }

  /**
   * Takes the next bytes and hands on all payloads that are complete, in order.
   *
   * @throws IllegalArgumentException if a frame announces too long a payload; the parser is of no
   *     use afterwards and the connection is to be closed
   */
  void feed(Buffer read, Consumer<Buffer> payloads) {
    Buffer data = kept.length() == 0 ? read : kept.appendBuffer(read);
    int at = 0;
    while (data.length() - at >= EchoServer.HEADER_BYTES) {
      long payloadBytes = data.getUnsignedInt(at);
      if (payloadBytes > maxPayloadBytes) {
        throw new IllegalArgumentException(
            "a frame of " + payloadBytes + " bytes, the limit is " + maxPayloadBytes);
      }
      int start = at + EchoServer.HEADER_BYTES;
      int end = start + (int) payloadBytes;
      if (end > data.length()) {
        break;
      }
      payloads.accept(data.slice(start, end));
      at = end;
    }
    // Frames were handed on, so their bytes are done with; nothing handed on, nothing to cut off.
    kept = at == 0 ? data : rest(data, at);
  }

  private static Buffer rest(Buffer data, int at) {
    return at == data.length() ? Buffer.buffer() : data.getBuffer(at, data.length());
  }
}
