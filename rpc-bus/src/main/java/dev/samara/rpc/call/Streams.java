package dev.samara.rpc.call;

import io.vertx.core.Handler;
import io.vertx.core.streams.ReadStream;
import java.util.Iterator;

/** Streams to give to a call, or to answer one with: they make items only as they are wanted. */
public final class Streams {
  private Streams() {}

  /**
   * Makes the items of a stream in straight-line code.
   *
   * @param <T> the items
   */
  @FunctionalInterface
  public interface Producer<T> {

    /**
     * Emits all items and returns; that is the end of the stream. What it throws fails the stream.
     * Run once, on a virtual thread of its own.
     *
     * @param out takes them
     * @throws Exception fails the stream
     */
    void produce(Emitter<T> out) throws Exception;
  }

  /**
   * Takes the items of a stream.
   *
   * @param <T> the items
   */
  public interface Emitter<T> {

    /**
     * Emits an item; waits until somebody wants it.
     *
     * @param item not null
     * @throws InterruptedException if nobody wants more: clean up and return
     */
    void emit(T item) throws InterruptedException;
  }

  /**
   * A stream of what an iterator gives.
   *
   * @param items asked for an iterator once; it must not block
   * @param <T> the items
   * @return begins when it has a handler
   */
  public static <T> ReadStream<T> from(Iterable<? extends T> items) {
    Iterator<? extends T> iterator = items.iterator();
    return new Source<T>() {
      @Override
      void wanted() {
        pull(iterator);
      }
    };
  }

  /**
   * A stream of what straight-line code emits.
   *
   * @param producer the code
   * @param <T> the items
   * @return begins when it has a handler
   */
  public static <T> ReadStream<T> produce(Producer<T> producer) {
    return new Produced<>(producer);
  }

  /** What both have in common. Guarded by this. */
  private abstract static class Source<T> implements ReadStream<T> {
    private long demand = Long.MAX_VALUE;
    private boolean pulling;
    private boolean over;
    private Handler<T> handler;
    private Handler<Void> endHandler;
    private Handler<Throwable> exceptionHandler;

    /** There is demand and a handler; not holding the lock. */
    abstract void wanted();

    /** The handler of one more item, which counts as delivered; null if none is wanted now. */
    synchronized Handler<T> take() {
      if (over || handler == null || demand == 0) {
        return null;
      }
      demand -= demand == Long.MAX_VALUE ? 0 : 1;
      return handler;
    }

    /** Gives all that is wanted, one thread at a time. */
    void pull(Iterator<? extends T> items) {
      synchronized (this) {
        if (pulling) {
          return;
        }
        pulling = true;
      }
      try {
        while (items.hasNext()) {
          Handler<T> to = takeOrRest();
          if (to == null) {
            return;
          }
          to.handle(items.next());
        }
        end();
      } catch (RuntimeException broken) {
        fail(broken);
      }
    }

    /** In one step: who asks for more just now finds nobody pulling, and pulls. */
    private synchronized Handler<T> takeOrRest() {
      Handler<T> to = take();
      pulling = to != null;
      return to;
    }

    void end() {
      Handler<Void> to;
      synchronized (this) {
        to = over ? null : endHandler;
        over = true;
      }
      if (to != null) {
        to.handle(null);
      }
    }

    void fail(Throwable cause) {
      Handler<Throwable> to;
      synchronized (this) {
        to = over ? null : exceptionHandler;
        over = true;
      }
      if (to != null) {
        to.handle(cause);
      }
    }

    @Override
    public ReadStream<T> handler(Handler<T> newHandler) {
      synchronized (this) {
        handler = newHandler;
        notifyAll();
      }
      wanted();
      return this;
    }

    @Override
    public synchronized ReadStream<T> pause() {
      demand = 0;
      return this;
    }

    @Override
    public ReadStream<T> resume() {
      return fetch(Long.MAX_VALUE);
    }

    @Override
    public ReadStream<T> fetch(long amount) {
      synchronized (this) {
        demand = demand + amount < 0 ? Long.MAX_VALUE : demand + amount;
        notifyAll();
      }
      wanted();
      return this;
    }

    @Override
    public synchronized ReadStream<T> endHandler(Handler<Void> newHandler) {
      endHandler = newHandler;
      return this;
    }

    @Override
    public synchronized ReadStream<T> exceptionHandler(Handler<Throwable> newHandler) {
      exceptionHandler = newHandler;
      return this;
    }
  }

  private static final class Produced<T> extends Source<T> implements Emitter<T> {
    private final Producer<T> producer;
    private Thread thread;
    private boolean hadHandler;

    Produced(Producer<T> producer) {
      this.producer = producer;
    }

    @Override
    public ReadStream<T> handler(Handler<T> newHandler) {
      synchronized (this) {
        if (newHandler == null && hadHandler && thread != null) {
          thread.interrupt(); // Nobody wants more.
        }
        hadHandler |= newHandler != null;
      }
      return super.handler(newHandler);
    }

    @Override
    synchronized void wanted() {
      if (thread == null && hadHandler) {
        thread = Thread.ofVirtual().name("samara-rpc-stream").start(this::run);
      }
    }

    private void run() {
      try {
        producer.produce(this);
        end();
      } catch (Exception failed) {
        fail(failed);
      }
    }

    @Override
    public void emit(T item) throws InterruptedException {
      Handler<T> to;
      synchronized (this) {
        for (to = take(); to == null; to = take()) {
          wait();
        }
      }
      if (Thread.interrupted()) {
        throw new InterruptedException("nobody wants more");
      }
      to.handle(item);
    }
  }
}
