package dev.samara.net.route;

import dev.samara.net.connection.CloseMode;
import dev.samara.net.connection.Event;
import dev.samara.net.connection.Route;
import dev.samara.net.connection.Session;
import dev.samara.net.lifecycle.BlockingSession;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

record ThreadRoute(Conversation conversation) implements Route {

  private static final Logger LOG = LoggerFactory.getLogger(ThreadRoute.class);

  @Override
  public String name() {
    return "virtual thread";
  }

  @Override
  public Session open(Session.Control control) {
    return new ThreadSession(control, conversation);
  }

  /**
   * Hands the messages of each read to the thread in one piece. A message counts as dealt with when
   * the thread asks for the one after it, so that its answer is on the way before that.
   */
  private static final class ThreadSession implements BlockingSession {

    /** Says that no more will come; told apart from other lists by identity. */
    private static final List<Buffer> END = new ArrayList<>(0);

    private static final List<Buffer> NOTHING_MORE = List.of();

    private final Control control;
    private final Conversation conversation;

    /** From the event loop to the thread. Bounded by the connection's credit. */
    private final LinkedBlockingQueue<List<Buffer>> arrived = new LinkedBlockingQueue<>();

    /** What is unread goes there when the conversation stops reading; empty unless it leaves. */
    private volatile Optional<Promise<List<Buffer>>> leaving = Optional.empty();

    /** The conversation itself has handed the connection over, and reads no more. */
    private volatile boolean handedOver;

    private volatile Thread talker;

    /** Threads that receive take turns, the one that has waited longest first. */
    private final ReentrantLock turn = new ReentrantLock(true);

    // Guarded by the turn:
    private Iterator<Buffer> current = END.iterator();
    private int taken;
    private boolean ended;

    ThreadSession(Control control, Conversation conversation) {
      this.control = control;
      this.conversation = conversation;
    }

    @Override
    public void opened() {
      talker = Thread.ofVirtual().name("samara " + control.id()).unstarted(this::talk);
      talker.start();
    }

    @Override
    public void messages(List<Buffer> messages) {
      arrived.add(messages);
    }

    @Override
    public void inputEnded() {
      arrived.add(END);
    }

    @Override
    public void closed(Event.Disconnected event) {
      arrived.add(END);
    }

    @Override
    public void handOver() {
      if (Thread.currentThread() == talker && turn.tryLock()) {
        try {
          settle();
          handedOver = true;
        } finally {
          turn.unlock();
        }
      }
    }

    @Override
    public Future<List<Buffer>> leave() {
      Promise<List<Buffer>> promise = Promise.promise();
      leaving = Optional.of(promise);
      if (handedOver) {
        giveBack();
      } else {
        arrived.add(END); // Wakes the one who waits.
      }
      return promise.future();
    }

    /** Whether somebody else reads on, who gets what is unread. Has the turn. */
    private boolean hasLeft() {
      if (leaving.isPresent()) {
        giveBack();
      }
      return handedOver || leaving.isPresent();
    }

    /** In its turn, or after the last one who could have had it. */
    private void giveBack() {
      settle();
      ended = true;
      var unread = new ArrayList<Buffer>();
      current.forEachRemaining(unread::add);
      for (var more = arrived.poll(); more != null; more = arrived.poll()) {
        unread.addAll(more);
      }
      leaving.ifPresent(promise -> promise.tryComplete(unread));
    }

    @Override
    public Optional<Buffer> receive() throws InterruptedException {
      turn.lockInterruptibly();
      try {
        settleBeforeWait();
        if (hasLeft()) {
          return Optional.empty();
        }
        return next(ended || current.hasNext() ? NOTHING_MORE : arrived.take());
      } finally {
        turn.unlock();
      }
    }

    @Override
    public Optional<Buffer> receive(Duration within) throws InterruptedException, TimeoutException {
      var deadlineNanos = System.nanoTime() + within.toNanos();
      if (!turn.tryLock(within.toNanos(), TimeUnit.NANOSECONDS)) {
        throw none(within);
      }
      try {
        settleBeforeWait();
        if (hasLeft()) {
          return Optional.empty();
        }
        if (ended || current.hasNext()) {
          return next(NOTHING_MORE);
        }
        var more = arrived.poll(deadlineNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
        if (more == null) {
          throw none(within);
        }
        return next(more);
      } finally {
        turn.unlock();
      }
    }

    private static TimeoutException none(Duration within) {
      return new TimeoutException("no message within %d ms".formatted(within.toMillis()));
    }

    private void settleBeforeWait() {
      if (!current.hasNext()) {
        settle();
      }
    }

    /** The next message, if need be from what has just come. */
    private Optional<Buffer> next(List<Buffer> more) {
      if (more == END) {
        ended = true;
        hasLeft();
      } else if (more != NOTHING_MORE) {
        current = more.iterator();
      }
      if (!current.hasNext()) {
        return Optional.empty();
      }
      taken++;
      return Optional.of(current.next());
    }

    private void settle() {
      if (taken > 0) {
        control.handledElsewhere(taken);
        taken = 0;
      }
    }

    private void talk() {
      try {
        conversation.talk(control);
        finished();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        failed("the conversation was interrupted");
      } catch (Exception e) {
        LOG.error("{}: the conversation failed, closing", control.id(), e);
        failed("the conversation failed: " + e);
      }
    }

    private void finished() {
      turn.lock();
      try {
        if (hasLeft()) {
          return;
        }
        settle();
      } finally {
        turn.unlock();
      }
      control.close(CloseMode.DRAIN);
    }

    /** Nobody reads what is left: the connection need not wait for it. */
    private void failed(String reason) {
      if (handedOver) {
        return; // What it does now is its own affair.
      }
      settle();
      control
          .context()
          .runOnContext(_ -> {
            control.refused(Control.ALL);
            control.fail(reason);
          });
    }
  }
}
