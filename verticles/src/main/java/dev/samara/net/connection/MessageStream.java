package dev.samara.net.connection;

import dev.samara.codec.stream.Encoder;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;

/**
 * A message too long to be held in memory, as its bytes arrive. Messages behind it wait until its
 * end has been handed over, and the socket is not read while nobody takes its bytes. Any thread may
 * call the methods; handlers are called on the connection's event loop.
 *
 * <p>It flows as soon as it has a handler, unless it is paused. If the connection ends first, the
 * exception handler is called instead of the end handler, and the message counts as returned.
 */
public interface MessageStream extends ReadStream<Buffer> {

  /**
   * The connection it arrives on.
   *
   * @return the connection
   */
  Connection connection();

  /**
   * How long the whole message is.
   *
   * @return its length in bytes, an unsigned 64-bit number
   */
  long lengthBytes();

  /**
   * Its bytes for somebody else to ask for, in place of handlers: for another connection, which
   * sends them as they come.
   *
   * @return an encoder of the whole message; to be made once, before any bytes were taken
   */
  default Encoder encoder() {
    return new ReadStreamEncoder(this);
  }

  @Override
  MessageStream handler(Handler<Buffer> handler);

  @Override
  MessageStream pause();

  @Override
  MessageStream resume();

  @Override
  MessageStream fetch(long buffers);

  @Override
  MessageStream endHandler(Handler<Void> handler);

  @Override
  MessageStream exceptionHandler(Handler<Throwable> handler);
}
