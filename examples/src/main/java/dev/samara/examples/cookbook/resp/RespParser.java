package dev.samara.examples.cookbook.resp;

import dev.samara.codec.Framing;
import dev.samara.codec.FramingException;
import dev.samara.codec.parse.FrameBuffer;
import dev.samara.codec.parse.FrameParser;
import dev.samara.codec.parse.ParsedFraming;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Cuts out what a client of Redis sends: an array of bulk strings, whole, with all its marks.
 * Format: redis.io, "Redis serialization protocol specification".
 *
 * <pre>
 *   *2\r\n $3\r\n GET\r\n $1\r\n k\r\n
 * </pre>
 */
public final class RespParser implements FrameParser {

  /** They are counted anew with each read until all are there. */
  private static final int MAX_ARGUMENTS = 1024;

  private static final byte[] LINE_END = "\r\n".getBytes(StandardCharsets.US_ASCII);

  /** Makes the parser, which keeps nothing between calls. */
  public RespParser() {}

  /**
   * The framing of RESP: messages are whole commands, and whole replies.
   *
   * @param maxMessageBytes the longest command or reply, with all marks
   * @return the framing
   */
  public static Framing framing(int maxMessageBytes) {
    return new ParsedFraming("resp", maxMessageBytes, 0, RespParser::new);
  }

  @Override
  public Optional<Buffer> parse(FrameBuffer buffer) {
    var lineEnd = buffer.find(LINE_END);
    if (lineEnd < 0) {
      return Optional.empty();
    }
    if (lineEnd == 0) {
      // An empty line between commands: redis-cli sends one at the end of a pipe.
      buffer.discard(LINE_END.length);
      return Optional.empty();
    }
    expect(buffer, 0, '*');
    var arguments = buffer.peekDecimal(1, lineEnd);
    if (arguments > MAX_ARGUMENTS) {
      throw new FramingException(
          "%d arguments (expected: <= %d)".formatted(arguments, MAX_ARGUMENTS));
    }
    var at = lineEnd + LINE_END.length;
    for (var i = 0; i < arguments; i++) {
      lineEnd = buffer.find(LINE_END, at);
      if (lineEnd < 0) {
        return Optional.empty();
      }
      expect(buffer, at, '$');
      // Not called again before all of this argument is there.
      var end = lineEnd + LINE_END.length + buffer.peekDecimal(at + 1, lineEnd);
      if (!buffer.need(end + LINE_END.length)) {
        return Optional.empty();
      }
      expect(buffer, end, '\r');
      expect(buffer, end + 1, '\n');
      at = end + LINE_END.length;
    }
    return Optional.of(buffer.consume(at));
  }

  private static void expect(FrameBuffer buffer, int at, char expected) {
    if (buffer.peek(at) != expected) {
      throw new FramingException(
          "byte 0x%02x (expected: 0x%02x)".formatted(buffer.peek(at), (int) expected));
    }
  }

  @Override
  public String unit() {
    return "command";
  }
}
