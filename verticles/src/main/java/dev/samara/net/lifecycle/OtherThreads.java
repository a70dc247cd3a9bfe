package dev.samara.net.lifecycle;

import dev.samara.net.connection.UndeliveredException;
import dev.samara.net.connection.UndeliveredException.Outcome;
import io.netty.channel.EventLoop;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The door for threads other than the event loop: what they give is taken over by one task, however
 * much of it there is, so that a busy thread costs one wake-up and not one per message.
 */
final class OtherThreads implements Runnable {

  /** Beyond this many messages a thread outruns the event loop, and is refused. */
  private static final long MAX_WAITING = 64 * 1024;

  /** The same in bytes; one message alone always fits. */
  private static final long MAX_WAITING_BYTES = 64 * 1024 * 1024;

  /** A busy thread must not keep the event loop from its other connections. */
  private static final int MAX_PER_TURN = 1024;

  /** {@link #waiting} has the messages above these bits and their bytes in them. */
  private static final int BYTES_BITS = 40;

  private static final long BYTES_MASK = (1L << BYTES_BITS) - 1;

  private record Given(Buffer message, Promise<Void> promise) {}

  private final LiveConnection connection;
  private final Outbound outbound;
  private final EventLoop eventLoop;
  private final ConcurrentLinkedQueue<Given> queue = new ConcurrentLinkedQueue<>();
  private final AtomicLong waiting = new AtomicLong();
  private final AtomicInteger refused = new AtomicInteger();
  private final AtomicInteger handled = new AtomicInteger();
  private final AtomicBoolean scheduled = new AtomicBoolean();

  OtherThreads(LiveConnection connection, Outbound outbound, EventLoop eventLoop) {
    this.connection = connection;
    this.outbound = outbound;
    this.eventLoop = eventLoop;
  }

  /** Any thread: sends a message; the promise may be null. */
  void give(Buffer message, Promise<Void> promise) {
    var size = sizeOf(message);
    var now = waiting.addAndGet(size);
    if (now >>> BYTES_BITS > MAX_WAITING
        || (now != size && (now & BYTES_MASK) > MAX_WAITING_BYTES)) {
      waiting.addAndGet(-size);
      refused.incrementAndGet();
      if (promise != null) {
        promise.fail(
            new UndeliveredException(
                Outcome.REJECTED, "the sending thread outruns the event loop"));
      }
    } else {
      queue.add(new Given(message, promise));
    }
    wake();
  }

  private static long sizeOf(Buffer message) {
    return (1L << BYTES_BITS) + message.length();
  }

  /** Any thread: the route has dealt with messages. */
  void handled(int messages) {
    handled.addAndGet(messages);
    wake();
  }

  private void wake() {
    if (scheduled.compareAndSet(false, true)) {
      try {
        eventLoop.execute(this);
      } catch (RejectedExecutionException e) {
        failAll();
      }
    }
  }

  /** The event loop has ended with its Vert.x: nobody else will answer. */
  private void failAll() {
    for (var given = queue.poll(); given != null; given = queue.poll()) {
      if (given.promise() != null) {
        given
            .promise()
            .fail(new UndeliveredException(Outcome.REJECTED, "the event loop has ended"));
      }
    }
  }

  /** On the event loop. */
  @Override
  public void run() {
    scheduled.set(false);
    outbound.rejectedElsewhere(refused.getAndSet(0));
    var taken = 0;
    for (var given = queue.poll(); given != null; given = queue.poll()) {
      waiting.addAndGet(-sizeOf(given.message()));
      outbound.offer(given.message(), given.promise());
      if (++taken == MAX_PER_TURN) {
        wake();
        break;
      }
    }
    connection.flushAnswers();
    // After the answers: a connection that finishes must not close before it has them.
    connection.handled(handled.getAndSet(0));
  }
}
