package dev.samara.load.generator;

import dev.samara.load.transport.VertxEnd;
import io.netty.buffer.Unpooled;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.buffer.BufferInternal;
import java.util.List;
import java.util.function.Function;

/**
 * A client whose calls are futures of Vert.x.
 *
 * @param contexts of its event loops; the connections take turns on them
 * @param ask makes a call on one of them; its outcome comes there
 * @param closing what closes it
 */
public record FutureCalls(
    List<? extends Context> contexts, Function<Buffer, Future<Buffer>> ask, Runnable closing)
    implements CallClient {
  @Override
  public int loopCount() {
    return contexts.size();
  }

  @Override
  public void execute(int loop, long delayNanos, Runnable task) {
    VertxEnd.execute(contexts.get(loop), delayNanos, task);
  }

  @Override
  public void call(int connection, byte[] request, Outcome outcome) {
    ask.apply(BufferInternal.buffer(Unpooled.wrappedBuffer(request)))
        .onComplete(answer -> outcome.answered(answer.getBytes()), outcome::failed);
  }

  @Override
  public void close() {
    closing.run();
  }
}
