package dev.samara.codec.parse;

import dev.samara.codec.FrameDecoder;
import dev.samara.codec.Framing;
import dev.samara.codec.Limits;
import io.netty.buffer.ByteBuf;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.buffer.BufferInternal;
import java.util.function.Supplier;

/**
 * A framing whose messages are read by a {@link FrameParser} and written as they are: a message
 * that is sent holds the framing's own bytes already, as is usual for requests and replies of a
 * protocol. A framing that adds some of its own implements {@link Framing} and gives out a {@link
 * ParserDecoder}.
 *
 * @param name the name shown in listings
 * @param maxMessageBytes the longest message that is read or written, 1 to 1 GiB
 * @param maxOverheadBytes how many bytes the parser strips of a message at most, such as a line end
 * @param parser makes a parser for each connection
 */
public record ParsedFraming(
    String name, int maxMessageBytes, int maxOverheadBytes, Supplier<FrameParser> parser)
    implements Framing {

  /**
   * Checks the limits.
   *
   * @throws IllegalArgumentException if a limit is out of range
   */
  public ParsedFraming {
    ParserDecoder.bound(maxMessageBytes, maxOverheadBytes);
  }

  @Override
  public FrameDecoder newDecoder() {
    return new ParserDecoder(parser.get(), maxMessageBytes, maxOverheadBytes);
  }

  @Override
  public int encodedBytes(Buffer message) {
    return Limits.checkLength(message.length(), maxMessageBytes);
  }

  @Override
  public void encode(Buffer message, ByteBuf out) {
    var bytes = ((BufferInternal) message).unwrap();
    out.writeBytes(bytes, bytes.readerIndex(), bytes.readableBytes());
  }
}
