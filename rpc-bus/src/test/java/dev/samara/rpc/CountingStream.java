package dev.samara.rpc;

import dev.samara.rpc.call.RpcStream;
import dev.samara.rpc.call.Streams;
import io.vertx.core.Handler;
import io.vertx.core.streams.ReadStream;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** Numbers in order; counts what it gave, and whether it was cancelled. */
final class CountingStream implements RpcStream<Integer> {
  private final ReadStream<Integer> numbers;
  private final AtomicInteger cancelled;

  CountingStream(int from, int to, AtomicInteger emitted, AtomicInteger cancelled) {
    this.cancelled = cancelled;
    this.numbers =
        Streams.from(
            () -> IntStream.rangeClosed(from, to).peek(i -> emitted.incrementAndGet()).iterator());
  }

  @Override
  public void cancel() {
    cancelled.incrementAndGet();
  }

  @Override
  public Optional<Integer> next() {
    throw new UnsupportedOperationException();
  }

  @Override
  public RpcStream<Integer> handler(Handler<Integer> handler) {
    numbers.handler(handler);
    return this;
  }

  @Override
  public RpcStream<Integer> pause() {
    numbers.pause();
    return this;
  }

  @Override
  public RpcStream<Integer> resume() {
    numbers.resume();
    return this;
  }

  @Override
  public RpcStream<Integer> fetch(long amount) {
    numbers.fetch(amount);
    return this;
  }

  @Override
  public RpcStream<Integer> endHandler(Handler<Void> handler) {
    numbers.endHandler(handler);
    return this;
  }

  @Override
  public RpcStream<Integer> exceptionHandler(Handler<Throwable> handler) {
    numbers.exceptionHandler(handler);
    return this;
  }
}
