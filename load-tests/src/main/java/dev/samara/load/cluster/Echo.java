package dev.samara.load.cluster;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;

/** The typed service of the node that is called. */
interface Echo {
  /** Gives back what it got. */
  Future<Buffer> echo(Buffer message);

  /** Items of so many bytes, as {@link ItemReader} reads them; without an end. */
  ReadStream<Buffer> items(int bytes);
}
