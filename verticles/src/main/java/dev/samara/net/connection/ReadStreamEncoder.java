package dev.samara.net.connection;

import dev.samara.codec.stream.EncodeStep;
import dev.samara.codec.stream.Encoder;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * The bytes of a stream, asked for one buffer at a time. The stream may belong to any thread:
 * guarded by its own lock.
 */
final class ReadStreamEncoder implements Encoder {

  private final ReadStream<Buffer> source;
  private final Queue<Buffer> arrived = new ArrayDeque<>();
  private boolean started;
  private boolean ended;
  private Throwable failure;
  private Promise<Void> waiting;

  ReadStreamEncoder(ReadStream<Buffer> source) {
    this.source = source;
    source.pause();
  }

  @Override
  public EncodeStep pull() {
    start();
    synchronized (this) {
      var bytes = arrived.poll();
      if (bytes != null) {
        return new EncodeStep.Bytes(bytes);
      }
      if (failure != null) {
        throw new IllegalStateException("the source failed: " + failure.getMessage(), failure);
      }
      if (ended) {
        return new EncodeStep.Done();
      }
      waiting = Promise.promise();
    }
    var until = waiting.future();
    source.fetch(1);
    return new EncodeStep.Suspended(until);
  }

  private void start() {
    if (!started) {
      started = true;
      source.exceptionHandler(this::failed).endHandler(_ -> ended()).handler(this::arrived);
    }
  }

  private synchronized void arrived(Buffer bytes) {
    if (bytes.length() == 0) {
      source.fetch(1);
      return;
    }
    arrived.add(bytes);
    wake();
  }

  private synchronized void ended() {
    ended = true;
    wake();
  }

  private synchronized void failed(Throwable cause) {
    failure = cause;
    wake();
  }

  private void wake() {
    if (waiting != null) {
      waiting.tryComplete();
    }
  }

  @Override
  public void close() {
    // What the source still has is nobody's business any more: it is let run to its end.
    source.handler(_ -> {});
    source.resume();
  }
}
