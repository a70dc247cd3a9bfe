package dev.samara.examples.cookbook.nmea;

import dev.samara.codec.FrameDecoder;
import dev.samara.codec.Framing;
import dev.samara.codec.FramingException;
import dev.samara.codec.Limits;
import dev.samara.codec.parse.FrameBuffer;
import dev.samara.codec.parse.ParserDecoder;
import io.netty.buffer.ByteBuf;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Sentences of NMEA 0183: {@code $}, the fields, {@code *}, the exclusive or of their bytes in hex,
 * CR, LF. The message is the fields. A serial line has noise: bytes before a {@code $}, and
 * sentences that are damaged, are passed over.
 *
 * <pre>
 *   $GPGGA,123519,4807.038,N,01131.000,E,1,08,0.9,545.4,M,46.9,M,,*47\r\n
 * </pre>
 */
public record NmeaFraming() implements Framing {

  /** 82 characters a sentence, of which these are {@code $}, {@code *} with two digits, CR, LF. */
  private static final int OVERHEAD_BYTES = 6;

  private static final byte[] LINE_END = "\r\n".getBytes(StandardCharsets.US_ASCII);

  @Override
  public String name() {
    return "nmea";
  }

  @Override
  public int maxMessageBytes() {
    return 82 - OVERHEAD_BYTES;
  }

  @Override
  public FrameDecoder newDecoder() {
    return new ParserDecoder(NmeaFraming::parse, maxMessageBytes(), OVERHEAD_BYTES);
  }

  private static Optional<Buffer> parse(FrameBuffer buffer) {
    var start = buffer.find('$');
    if (start != 0) {
      buffer.discard(start < 0 ? buffer.length() : start);
      return Optional.empty();
    }
    var end = buffer.find(LINE_END);
    if (end < 0) {
      return Optional.empty();
    }
    var star = end - 3;
    if (star < 1 || buffer.peek(star) != '*') {
      buffer.discard(end + LINE_END.length);
      return Optional.empty();
    }
    var sum = buffer.peekText(star + 1, end);
    buffer.discard(1);
    var fields = buffer.consume(star - 1);
    buffer.discard(end + LINE_END.length - star);
    return sum.equalsIgnoreCase(checksum(fields)) ? Optional.of(fields) : Optional.empty();
  }

  private static String checksum(Buffer fields) {
    var sum = 0;
    for (var i = 0; i < fields.length(); i++) {
      sum ^= fields.getByte(i);
    }
    return "%02X".formatted(sum & 0xff);
  }

  @Override
  public int encodedBytes(Buffer message) {
    for (var i = 0; i < message.length(); i++) {
      var value = message.getByte(i);
      if (value < ' ' || value > '~' || value == '$' || value == '*') {
        throw new FramingException("byte 0x%02x in a sentence".formatted(value));
      }
    }
    return Limits.checkLength(message.length(), maxMessageBytes()) + OVERHEAD_BYTES;
  }

  @Override
  public void encode(Buffer message, ByteBuf out) {
    out.writeByte('$');
    out.writeBytes(message.getBytes());
    out.writeCharSequence("*" + checksum(message), StandardCharsets.US_ASCII);
    out.writeBytes(LINE_END);
  }
}
