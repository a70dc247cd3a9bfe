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

  /** What a thread asked for, in order: tasks keep their place among messages. */
  private sealed interface Given {}

  private record Message(Buffer message, Promise<Void> promise) implements Given {}

  private record Task(Runnable task) implements Given {}

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
      queue.add(new Message(message, promise));
    }
    wake();
  }

  /** Any thread: runs something after what this thread has given so far. */
  void run(Runnable task) {
    waiting.incrementAndGet();
    queue.add(new Task(task));
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
      if (given instanceof Message(_, var promise) && promise != null) {
        promise.fail(new UndeliveredException(Outcome.REJECTED, "the event loop has ended"));
      }
    }
  }

  /** On the event loop. */
  @Override
  public void run() {
    scheduled.set(false);
    outbound.rejectedElsewhere(refused.getAndSet(0));
    for (var given = queue.poll(); given != null; given = queue.poll()) {
      waiting.decrementAndGet();
      switch (given) {
        case Message(var message, var promise) -> outbound.offer(message, promise);
        case Task(var task) -> task.run();
      }
    }
    connection.flushAnswers();
    // After the answers: a connection that finishes must not close before it has them.
    connection.handled(handled.getAndSet(0));
  }
}
