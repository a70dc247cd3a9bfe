package dev.samara.examples.cookbook.memcached;

import dev.samara.codec.Framing;
import dev.samara.codec.FramingException;
import dev.samara.codec.parse.FrameBuffer;
import dev.samara.codec.parse.FrameParser;
import dev.samara.codec.parse.ParsedFraming;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Cuts out requests: a line, and after {@code set} the value whose length the line says. Format:
 * memcached's doc/protocol.txt.
 *
 * <pre>
 *   set key flags seconds 5\r\n hello\r\n
 *   get key\r\n
 * </pre>
 */
public final class MemcachedParser implements FrameParser {

  /** A key has at most 250 bytes, a {@code get} some of them. */
  private static final int MAX_LINE_BYTES = 2048;

  private static final int LENGTH_WORD = 4;
  private static final byte[] LINE_END = "\r\n".getBytes(StandardCharsets.US_ASCII);

  /** Makes the parser, which keeps nothing between calls. */
  public MemcachedParser() {}

  /**
   * The framing of memcached: messages are whole requests, and whole replies.
   *
   * @param maxValueBytes the longest value
   * @return the framing
   */
  public static Framing framing(int maxValueBytes) {
    return new ParsedFraming("memcached", maxValueBytes + MAX_LINE_BYTES, 0, MemcachedParser::new);
  }

  @Override
  public Optional<Buffer> parse(FrameBuffer buffer) {
    var lineEnd = buffer.find(LINE_END);
    if (lineEnd > MAX_LINE_BYTES || lineEnd < 0 && buffer.length() > MAX_LINE_BYTES) {
      throw new FramingException("a line longer than %d bytes".formatted(MAX_LINE_BYTES));
    }
    if (lineEnd < 0) {
      return Optional.empty();
    }
    var end = lineEnd + LINE_END.length;
    var words = buffer.peekText(0, lineEnd).split(" ");
    if (words[0].equals("set") && words.length > LENGTH_WORD) {
      var from = words[0].length() + words[1].length() + words[2].length() + words[3].length() + 4;
      end += buffer.peekDecimal(from, from + words[LENGTH_WORD].length()) + LINE_END.length;
      if (!buffer.need(end)) {
        return Optional.empty();
      }
      if (buffer.peek(end - 2) != '\r' || buffer.peek(end - 1) != '\n') {
        throw new FramingException("a value that does not end where its length says");
      }
    }
    return Optional.of(buffer.consume(end));
  }

  @Override
  public String unit() {
    return "request";
  }
}
