package dev.samara.http.body;

import dev.samara.codec.http.HttpField;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Optional;

/**
 * A piece of a body: {@code (ChunkStart ChunkData*)* LastChunk}. The sizes of the chunks are the
 * sum of the bytes in them.
 */
public sealed interface BodyEvent {

  /**
   * A chunk begins.
   *
   * @param sizeBytes the size that was sent, 1 or more; -1 when nobody said it, as in HTTP/2
   *     without a length
   * @param extensions what followed the size, from the first semicolon on; empty when there was
   *     nothing
   * @param first the first bytes of the chunk, 1 or more
   * @param framed whether the sender made the chunk; false when the body has a length instead: then
   *     it is one chunk
   */
  record ChunkStart(long sizeBytes, String extensions, Buffer first, boolean framed)
      implements BodyEvent {}

  /**
   * More of the chunk.
   *
   * @param data 1 or more bytes
   */
  record ChunkData(Buffer data) implements BodyEvent {}

  /**
   * The body is complete. Comes last, and for a request without a body alone.
   *
   * @param trailers what was sent behind the last chunk, in that order; no field among them that
   *     may not be a trailer (RFC 9110, section 6.5.1)
   */
  record LastChunk(List<HttpField> trailers) implements BodyEvent {
    /**
     * A trailer's value.
     *
     * @param name in any case
     * @return the first of that name
     */
    public Optional<String> trailer(String name) {
      return trailers.stream()
          .filter(t -> t.name().equalsIgnoreCase(name))
          .map(HttpField::value)
          .findFirst();
    }
  }

  /**
   * The bytes in it.
   *
   * @return 1 or more, or none of the last chunk
   */
  default Buffer bytes() {
    return switch (this) {
      case ChunkStart start -> start.first();
      case ChunkData more -> more.data();
      case LastChunk last -> Buffer.buffer();
    };
  }
}
