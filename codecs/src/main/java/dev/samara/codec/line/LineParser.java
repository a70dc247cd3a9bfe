package dev.samara.codec.line;

import dev.samara.codec.FramingException;
import dev.samara.codec.parse.FrameBuffer;
import dev.samara.codec.parse.FrameParser;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.buffer.BufferInternal;
import java.util.Optional;

/** Reads {@link LineFraming}. */
record LineParser(LineEnd end) implements FrameParser {

  @Override
  public Optional<Buffer> parse(FrameBuffer buffer) {
    var length = buffer.find(end.written());
    if (length < 0) {
      return Optional.empty();
    }
    var hasReturn = end == LineEnd.EITHER && length > 0 && buffer.peek(length - 1) == '\r';
    var line = buffer.consume(hasReturn ? length - 1 : length);
    buffer.discard(end.written().length + (hasReturn ? 1 : 0));
    if (!Utf8.isValid(((BufferInternal) line).unwrap())) {
      throw new FramingException("a line that is not UTF-8 text");
    }
    return Optional.of(line);
  }

  @Override
  public String unit() {
    return "line";
  }
}
