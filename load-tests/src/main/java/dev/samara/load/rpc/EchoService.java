package dev.samara.load.rpc;

import dev.samara.load.generator.Numbered;
import dev.samara.rpc.call.Streams;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.util.Iterator;

/** The service as a user would write it. Any thread. */
final class EchoService implements Echo {
  @Override
  public Future<Buffer> echo(Buffer message) {
    return Future.succeededFuture(message);
  }

  @Override
  public Future<String> text(String message) {
    return Future.succeededFuture(message);
  }

  @Override
  public ReadStream<Buffer> items(int bytes) {
    byte[] template = Numbered.message(bytes, 0);
    return Streams.from(() ->
        new Iterator<Buffer>() {
          private long number;

          @Override
          public boolean hasNext() {
            return true;
          }

          @Override
          public Buffer next() {
            return Buffer.buffer(template).setLong(0, number++);
          }
        });
  }
}
