package dev.samara.net.lifecycle;

import dev.samara.net.connection.Cause;
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

  /** What a thread asked for, in order: tasks keep their place among messages. */
  private sealed interface Given {}

  private record Message(Buffer message, Promise<Void> promise) implements Given {}

  private record Task(Runnable task) implements Given {}

  private final Engine engine;
  private final EventLoop eventLoop;
  private final ConcurrentLinkedQueue<Given> queue = new ConcurrentLinkedQueue<>();
  private final AtomicLong waiting = new AtomicLong();
  private final AtomicInteger refused = new AtomicInteger();
  private final AtomicInteger handled = new AtomicInteger();
  private final AtomicBoolean scheduled = new AtomicBoolean();

  OtherThreads(Engine engine, EventLoop eventLoop) {
    this.engine = engine;
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
                Outcome.REJECTED, Cause.QUEUE_FULL, "the sending thread outruns the event loop"));
      }
    } else {
      queue.add(new Message(message, promise));
    }
    wake();
  }

  /** Any thread: runs something after what this thread has given so far. */
  void run(Runnable task) {
    queue.add(new Task(task));
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
      if (given instanceof Message(_, var promise) && promise != null) {
        promise.fail(
            new UndeliveredException(Outcome.REJECTED, Cause.DRAINED, "the event loop has ended"));
      }
    }
  }

  /** On the event loop. */
  @Override
  public void run() {
    scheduled.set(false);
    // Looked at first: the answers to what was dealt with by now are in the queue already.
    var dealtWith = handled.getAndSet(0);
    engine.outbound().rejectedElsewhere(refused.getAndSet(0));
    takeOver(MAX_PER_TURN);
    engine.flushAnswers();
    if (queue.isEmpty()) {
      // After the answers: a connection that finishes must not close before it has them.
      engine.handled(dealtWith);
    } else {
      handled.addAndGet(dealtWith);
      wake();
    }
  }

  /** On the event loop: what other threads gave comes before what the event loop sends now. */
  void takeOver() {
    takeOver(MAX_WAITING);
  }

  private void takeOver(long limit) {
    for (var left = limit; left > 0; left--) {
      switch (queue.poll()) {
        case null -> left = 0;
        case Message(var message, var promise) -> {
          waiting.addAndGet(-sizeOf(message));
          engine.outbound().offer(message, promise);
        }
        case Task(var task) -> task.run();
      }
    }
  }
}
