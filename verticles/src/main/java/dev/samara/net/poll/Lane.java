package dev.samara.net.poll;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntSupplier;

/**
 * Connections that have news, and the threads that wait for it. Pollers take turns, the one that
 * has waited longest first; connections are served in the order in which they got news. Any thread.
 */
final class Lane {

  /** Pollers queue here, so that the wait itself is one at a time. */
  private final ReentrantLock turn = new ReentrantLock(true);

  /** Each connection is here at most once; empty stands for the end of the lane. */
  private final LinkedBlockingQueue<Optional<MailSession>> ready = new LinkedBlockingQueue<>();

  /**
   * What each thread polled last. A thread that has gone without a word leaves its connections with
   * what they have: nobody knows what it had dealt with.
   */
  private final Map<Thread, Batch> lastBatches = new WeakHashMap<>();

  private final IntSupplier passedBy;
  private volatile Batch.State state = Batch.State.OPEN;

  Lane(IntSupplier passedBy) {
    this.passedBy = passedBy;
  }

  void add(MailSession session) {
    ready.add(Optional.of(session));
  }

  boolean remove(MailSession session) {
    return ready.remove(Optional.of(session));
  }

  Batch.State state() {
    return state;
  }

  /** Nothing more comes; who waits is told. */
  synchronized void end(Batch.State why) {
    if (state == Batch.State.OPEN) {
      state = why;
    }
    ready.add(Optional.empty());
  }

  /** What the calling thread polled last counts as dealt with. */
  void settle() {
    Batch last;
    synchronized (lastBatches) {
      last = lastBatches.remove(Thread.currentThread());
    }
    if (last != null) {
      last.done();
    }
  }

  /** The next batch, with at most so many messages of each connection. */
  Batch poll(Duration within, int maxMessages) throws InterruptedException {
    settle();
    var deadlineNanos = System.nanoTime() + within.toNanos();
    if (!turn.tryLock(within.toNanos(), TimeUnit.NANOSECONDS)) {
      return empty();
    }
    try {
      while (true) {
        var first = ready.poll(deadlineNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
        if (first == null || state != Batch.State.OPEN) {
          if (first != null) {
            ready.add(Optional.empty()); // For the next poller.
          }
          return empty();
        }
        var batch = gather(first, maxMessages);
        if (batch.isPresent()) {
          return batch.get();
        }
      }
    } finally {
      turn.unlock();
    }
  }

  private Batch empty() {
    return new Batch(state, new Gathering(this), passedBy.getAsInt(), new Lease());
  }

  private Optional<Batch> gather(Optional<MailSession> first, int maxMessages) {
    var sessions = new ArrayList<Optional<MailSession>>();
    sessions.add(first);
    ready.drainTo(sessions);
    var gathered = new Gathering(this);
    for (var session : sessions) {
      session.ifPresentOrElse(
          one -> one.take(gathered, maxMessages), () -> ready.add(Optional.empty()));
    }
    if (gathered.isEmpty()) {
      // Connections that have passed by.
      gathered.lease.end();
      return Optional.empty();
    }
    var batch = new Batch(Batch.State.OPEN, gathered, passedBy.getAsInt(), gathered.lease);
    synchronized (lastBatches) {
      lastBatches.put(Thread.currentThread(), batch);
    }
    return Optional.of(batch);
  }
}
