package dev.samara.rpc.dialogue;

import dev.samara.rpc.call.FailureKind;
import dev.samara.rpc.wire.Frame;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Attempts that wait for a connection, within their deadlines and a bound; nothing of them has left
 * this node. Owned by its event loop.
 */
public final class WaitingRoom implements Attempt.Holder, CallTable {
  private final CallLoop loop;
  private final String peer;
  private final long maxBytes;

  /** With their sizes, in the order in which they came. */
  private final Map<Attempt, Long> waiting = new LinkedHashMap<>();

  private long waitingBytes;
  private Optional<Frame.Failure> closed = Optional.empty();

  /**
   * An empty room, to be used on the loop from now on.
   *
   * @param loop owns it
   * @param peer whom its attempts are for, for messages
   * @param maxBytes how much may wait; one attempt always may
   */
  public WaitingRoom(CallLoop loop, String peer, long maxBytes) {
    this.loop = loop;
    this.peer = peer;
    this.maxBytes = maxBytes;
    loop.execute(() -> loop.add(this));
  }

  @Override
  public CallLoop loop() {
    return loop;
  }

  /**
   * Lets an attempt wait.
   *
   * @param attempt gets its outcome later, or now if it cannot wait
   */
  public void add(Attempt attempt) {
    long bytes = attempt.sizeBytes();
    Optional<Frame.Failure> givenUp = attempt.holdBy(this);
    if (givenUp.isPresent()) {
      attempt.refuse(givenUp.get().kind(), givenUp.get().message());
    } else if (closed.isPresent()) {
      attempt.refuse(closed.get().kind(), closed.get().message());
    } else if (!waiting.isEmpty() && waitingBytes + bytes > maxBytes) {
      attempt.refuse(FailureKind.OVERLOADED, "too much waits for a connection to " + peer);
    } else {
      waiting.put(attempt, bytes);
      waitingBytes += bytes;
    }
  }

  /**
   * Whether nobody waits.
   *
   * @return true if it is empty
   */
  public boolean isEmpty() {
    return waiting.isEmpty();
  }

  /**
   * Starts those that wait, the oldest first, as long as there is room for them.
   *
   * @param dialogue over the connection that stands now
   */
  public void moveTo(Dialogue dialogue) {
    while (!waiting.isEmpty() && !dialogue.isFull()) {
      Attempt oldest = waiting.keySet().iterator().next();
      remove(oldest);
      dialogue.start(oldest);
    }
  }

  @Override
  public void cancel(Attempt attempt, Frame.Failure why) {
    if (remove(attempt)) {
      attempt.refuse(why.kind(), why.message());
    }
  }

  private boolean remove(Attempt attempt) {
    Long bytes = waiting.remove(attempt);
    if (bytes != null) {
      waitingBytes -= bytes;
    }
    return bytes != null;
  }

  @Override
  public void sweep(long nowNanos) {
    List<Attempt> over = new ArrayList<>();
    for (Attempt attempt : waiting.keySet()) {
      long deadline = attempt.deadlineNanos();
      if (deadline != Attempt.NO_DEADLINE && nowNanos - deadline >= 0) {
        over.add(attempt);
      }
    }
    for (Attempt attempt : over) {
      if (remove(attempt)) {
        String words =
            "%s: no connection to %s within %d ms"
                .formatted(attempt.endpoint(), peer, attempt.limitMillis());
        attempt.refuse(FailureKind.EXPIRED, words);
      }
    }
  }

  /** No connection will come: those that wait fail, and later ones at once. */
  @Override
  public void close(FailureKind kind, String reason) {
    if (closed.isPresent()) {
      return;
    }
    closed = Optional.of(new Frame.Failure(0, kind, reason));
    loop.remove(this);
    List<Attempt> all = List.copyOf(waiting.keySet());
    waiting.clear();
    waitingBytes = 0;
    all.forEach(attempt -> attempt.refuse(kind, reason));
  }
}
