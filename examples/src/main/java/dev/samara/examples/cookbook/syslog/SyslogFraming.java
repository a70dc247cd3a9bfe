package dev.samara.examples.cookbook.syslog;

import dev.samara.codec.FrameDecoder;
import dev.samara.codec.Framing;
import dev.samara.codec.FramingException;
import dev.samara.codec.Limits;
import dev.samara.codec.parse.FrameBuffer;
import dev.samara.codec.parse.ParserDecoder;
import io.netty.buffer.ByteBuf;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.buffer.BufferInternal;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The two ways in which syslog messages travel over TCP, told apart by their first byte (RFC 6587).
 * Written is the first.
 *
 * <pre>
 *   12 &lt;34&gt;1 message     octet counting: the length, a space, the message
 *   &lt;34&gt;1 message\n      the older way: up to a line feed
 * </pre>
 *
 * @param maxMessageBytes the longest message, without length or line feed
 */
public record SyslogFraming(int maxMessageBytes) implements Framing {

  /** A number of at most nine digits and a space, or a line feed. */
  private static final int MAX_OVERHEAD_BYTES = 10;

  /**
   * Checks the limit.
   *
   * @throws IllegalArgumentException if the limit is out of range
   */
  public SyslogFraming {
    Limits.checkMaxMessageBytes(maxMessageBytes);
  }

  @Override
  public String name() {
    return "syslog";
  }

  @Override
  public FrameDecoder newDecoder() {
    return new ParserDecoder(this::parse, maxMessageBytes, MAX_OVERHEAD_BYTES);
  }

  private Optional<Buffer> parse(FrameBuffer buffer) {
    return switch (buffer.peek(0)) {
      case '<' -> line(buffer);
      case '1', '2', '3', '4', '5', '6', '7', '8', '9' -> counted(buffer);
      default ->
          throw new FramingException(
              "byte 0x%02x (expected: a length, or '<')".formatted(buffer.peek(0)));
    };
  }

  private static Optional<Buffer> line(FrameBuffer buffer) {
    var end = buffer.find('\n');
    if (end < 0) {
      return Optional.empty();
    }
    var message = buffer.consume(end);
    buffer.discard(1);
    return Optional.of(message);
  }

  private Optional<Buffer> counted(FrameBuffer buffer) {
    var space = buffer.find(' ');
    if (space < 0 && buffer.length() < MAX_OVERHEAD_BYTES) {
      return Optional.empty();
    }
    var digits = space < 0 ? buffer.length() : space;
    var length = Limits.checkLength(buffer.peekDecimal(0, digits), maxMessageBytes);
    if (!buffer.need(space + 1 + length)) {
      return Optional.empty();
    }
    buffer.discard(space + 1);
    return Optional.of(buffer.consume(length));
  }

  @Override
  public int encodedBytes(Buffer message) {
    if (message.length() == 0 || message.getByte(0) != '<') {
      throw new FramingException("a syslog message starts with '<'");
    }
    var length = Limits.checkLength(message.length(), maxMessageBytes);
    return Integer.toString(length).length() + 1 + length;
  }

  @Override
  public void encode(Buffer message, ByteBuf out) {
    var bytes = ((BufferInternal) message).unwrap();
    out.writeCharSequence(bytes.readableBytes() + " ", StandardCharsets.US_ASCII);
    out.writeBytes(bytes, bytes.readerIndex(), bytes.readableBytes());
  }
}
