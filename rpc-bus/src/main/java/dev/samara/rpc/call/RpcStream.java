package dev.samara.rpc.call;

import io.vertx.core.Handler;
import io.vertx.core.streams.ReadStream;
import java.util.Optional;

/**
 * The items of a streaming call, as they arrive. While they are not taken, the sender on the other
 * node pauses. Used either with handlers, which are called on the context that made the call, or
 * straight-line with {@link #next()}, but not with both.
 *
 * @param <T> the items
 */
public interface RpcStream<T> extends ReadStream<T> {

  /**
   * Wants no more: the other side stops, and nothing is delivered any more. After the end it does
   * nothing. Any thread.
   */
  void cancel();

  /**
   * Waits for the next item.
   *
   * @return the item; empty after the last
   * @throws InterruptedException if the thread is interrupted, which also cancels the stream
   * @throws RpcException if the call failed
   * @throws IllegalStateException on an event loop
   */
  Optional<T> next() throws InterruptedException;

  @Override
  RpcStream<T> handler(Handler<T> handler);

  @Override
  RpcStream<T> pause();

  @Override
  RpcStream<T> resume();

  @Override
  RpcStream<T> fetch(long amount);

  @Override
  RpcStream<T> endHandler(Handler<Void> endHandler);

  @Override
  RpcStream<T> exceptionHandler(Handler<Throwable> handler);
}
