package dev.samara.net.flow;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.util.List;

/** One subscriber of a feed. Fields are owned by the connection's event loop, except one. */
final class FeedStream implements ReadStream<Buffer> {

  private final Feed feed;

  /** Any thread: once it is taken away nothing more is given to it. */
  private volatile Handler<Buffer> handler;

  private Handler<Void> endHandler = _ -> {};
  private boolean subscribed;
  private boolean over;
  private long demand = Long.MAX_VALUE;
  private long next;

  FeedStream(Feed feed) {
    this.feed = feed;
  }

  void startAt(long number) {
    next = number;
  }

  /** The number of the next message it gets. */
  long next() {
    return next;
  }

  /** Takes as many messages as it wants. */
  void take(List<Buffer> kept, long first) {
    for (var taker = handler;
        demand > 0 && taker != null && next - first < kept.size();
        taker = handler) {
      if (demand != Long.MAX_VALUE) {
        demand--;
      }
      var message = kept.get((int) (next++ - first));
      taker.handle(message.copy());
    }
  }

  /** No message after this number will come. */
  void endAt(long end) {
    if (next == end && !over) {
      over = true;
      feed.remove(this);
      endHandler.handle(null);
    }
  }

  @Override
  public ReadStream<Buffer> handler(Handler<Buffer> newHandler) {
    handler = newHandler;
    feed.run(() -> {
      if (newHandler != null && !subscribed && !over) {
        subscribed = true;
        feed.add(this);
      } else if (newHandler == null && subscribed) {
        over = true;
        feed.remove(this);
      }
    });
    return this;
  }

  @Override
  public ReadStream<Buffer> pause() {
    feed.run(() -> demand = 0);
    return this;
  }

  @Override
  public ReadStream<Buffer> resume() {
    return fetch(Long.MAX_VALUE);
  }

  @Override
  public ReadStream<Buffer> fetch(long amount) {
    if (amount < 0) {
      throw new IllegalArgumentException("amount: %d (expected: >= 0)".formatted(amount));
    }
    feed.run(() -> {
      demand = demand > Long.MAX_VALUE - amount ? Long.MAX_VALUE : demand + amount;
      feed.serve();
    });
    return this;
  }

  @Override
  public ReadStream<Buffer> endHandler(Handler<Void> newHandler) {
    feed.run(() -> endHandler = newHandler == null ? _ -> {} : newHandler);
    return this;
  }

  /** Nothing fails in a subscription of its own: the connection's end says how it ended. */
  @Override
  public ReadStream<Buffer> exceptionHandler(Handler<Throwable> newHandler) {
    return this;
  }
}
