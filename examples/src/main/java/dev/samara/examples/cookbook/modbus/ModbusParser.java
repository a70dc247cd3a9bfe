package dev.samara.examples.cookbook.modbus;

import dev.samara.codec.Framing;
import dev.samara.codec.FramingException;
import dev.samara.codec.parse.FrameBuffer;
import dev.samara.codec.parse.FrameParser;
import dev.samara.codec.parse.ParsedFraming;
import io.vertx.core.buffer.Buffer;
import java.util.Optional;

/**
 * Cuts out requests and replies, whole (Modbus Messaging on TCP/IP, section 3.1.3).
 *
 * <pre>
 * +-------------+----------+----------+------+----------+------------+
 * | transaction | protocol | length   | unit | function | data       |
 * | 2 bytes     | 0        | 2 bytes  | 1    | 1        | 0 to 252   |
 * +-------------+----------+----------+------+----------+------------+
 *                                     |   length counts these        |
 * </pre>
 */
public final class ModbusParser implements FrameParser {

  static final int HEAD_BYTES = 6;
  private static final int MIN_LENGTH = 2;
  private static final int MAX_LENGTH = 254;

  /** Makes the parser, which keeps nothing between calls. */
  public ModbusParser() {}

  /**
   * The framing of Modbus/TCP.
   *
   * @return messages of 8 to 260 bytes
   */
  public static Framing framing() {
    return new ParsedFraming("modbus", HEAD_BYTES + MAX_LENGTH, 0, ModbusParser::new);
  }

  @Override
  public Optional<Buffer> parse(FrameBuffer buffer) {
    if (!buffer.need(HEAD_BYTES)) {
      return Optional.empty();
    }
    var protocol = buffer.peekNumber(2, Short.BYTES);
    if (protocol != 0) {
      throw new FramingException("protocol: %d (expected: 0)".formatted(protocol));
    }
    var length = (int) buffer.peekNumber(4, Short.BYTES);
    if (length < MIN_LENGTH || length > MAX_LENGTH) {
      throw new FramingException(
          "length: %d bytes (expected: %d to %d)".formatted(length, MIN_LENGTH, MAX_LENGTH));
    }
    return buffer.need(HEAD_BYTES + length)
        ? Optional.of(buffer.consume(HEAD_BYTES + length))
        : Optional.empty();
  }
}
