package dev.samara.node.cli;

import java.nio.ByteBuffer;
import java.util.concurrent.Flow.Publisher;
import java.util.concurrent.Flow.Subscriber;
import java.util.concurrent.Flow.Subscription;

/**
 * Data made up on the spot, chunk by chunk as it is asked for, the same for each subscriber. The
 * JDK's client sends what a publisher of one's own gives it as one chunk of HTTP/1.1, whatever its
 * size; what its own publishers give is cut into 16 KiB.
 *
 * @param chunks how many, 1 or more
 * @param chunkBytes how many bytes in each, 1 or more
 */
record MadeUpChunks(int chunks, int chunkBytes) implements Publisher<ByteBuffer> {

  /**
   * The bytes of one chunk.
   *
   * @param index counts from 0
   */
  byte[] chunk(int index) {
    var chunk = new byte[chunkBytes];
    for (var i = 0; i < chunkBytes; i++) {
      chunk[i] = (byte) (index * 31 + i);
    }
    return chunk;
  }

  long bytes() {
    return (long) chunks * chunkBytes;
  }

  @Override
  public void subscribe(Subscriber<? super ByteBuffer> subscriber) {
    subscriber.onSubscribe(new Demand(subscriber));
  }

  /** What one subscriber has asked for. Guarded by this; it is called outside of the guard. */
  private final class Demand implements Subscription {
    private final Subscriber<? super ByteBuffer> subscriber;
    private long wanted;
    private int made;
    private boolean ended;
    private boolean serving;

    Demand(Subscriber<? super ByteBuffer> subscriber) {
      this.subscriber = subscriber;
    }

    @Override
    public void request(long n) {
      synchronized (this) {
        wanted = wanted + n < 0 ? Long.MAX_VALUE : wanted + n;
        if (serving) {
          return;
        }
        serving = true;
      }
      // Whoever asks from within is served by the loop that is running already.
      while (mayMake()) {
        subscriber.onNext(ByteBuffer.wrap(chunk(made++)));
      }
      if (isComplete()) {
        subscriber.onComplete();
      }
    }

    private synchronized boolean mayMake() {
      serving = !ended && wanted > 0 && made < chunks;
      if (serving) {
        wanted--;
      }
      return serving;
    }

    private synchronized boolean isComplete() {
      var complete = !ended && made == chunks;
      ended |= complete;
      return complete;
    }

    @Override
    public synchronized void cancel() {
      ended = true;
    }
  }
}
