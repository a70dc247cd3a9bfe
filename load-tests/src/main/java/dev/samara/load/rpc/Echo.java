package dev.samara.load.rpc;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;

/** The service that Samara is measured with. */
public interface Echo {
  /**
   * Gives back what it is given.
   *
   * @param message any bytes
   * @return the same bytes
   */
  Future<Buffer> echo(Buffer message);

  /**
   * Gives back what it is given.
   *
   * @param message any text
   * @return the same text
   */
  Future<String> text(String message);

  /**
   * Numbered items without end.
   *
   * @param bytes of each, from 8
   * @return begins with number 0
   */
  ReadStream<Buffer> items(int bytes);
}
