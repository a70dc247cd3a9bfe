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

/**
 * The door for threads other than the event loop: what they give is taken over by one task, however
 * much of it there is, so that a busy thread costs one wake-up and not one per message.
 */
final class OtherThreads implements Runnable {

  /** Beyond this many messages a thread outruns the event loop, and is refused. */
  private static final int MAX_WAITING = 64 * 1024;

  private record Given(Buffer message, Promise<Void> promise) {}

  private final LiveConnection connection;
  private final Outbound outbound;
  private final EventLoop eventLoop;
  private final ConcurrentLinkedQueue<Given> queue = new ConcurrentLinkedQueue<>();
  private final AtomicInteger waiting = new AtomicInteger();
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
    if (waiting.incrementAndGet() > MAX_WAITING) {
      waiting.decrementAndGet();
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
    // Looked at first: the answers to what was dealt with by now are in the queue already.
    var dealtWith = handled.getAndSet(0);
    outbound.rejectedElsewhere(refused.getAndSet(0));
    takeOver();
    connection.flushAnswers();
    // After the answers: a connection that finishes must not close before it has them.
    connection.handled(dealtWith);
  }

  /** On the event loop: what other threads gave comes before what the event loop sends now. */
  void takeOver() {
    if (waiting.get() == 0) {
      return;
    }
    for (var given = queue.poll(); given != null; given = queue.poll()) {
      waiting.decrementAndGet();
      outbound.offer(given.message(), given.promise());
    }
  }
}
