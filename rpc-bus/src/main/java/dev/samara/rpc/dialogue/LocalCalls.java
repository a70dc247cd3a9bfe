package dev.samara.rpc.dialogue;

import dev.samara.rpc.call.FailureKind;
import dev.samara.rpc.wire.Frame;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The calls without streams that are made on one event loop to services of its own node. A call is
 * served when the turn in which it was made is over. Its caller is told at once, unless another
 * caller is just being told: services that call each other would nest without end. Owned by its
 * event loop.
 */
public final class LocalCalls implements CallTable, Speaker {
  private final CallLoop loop;
  private final Server server;
  private final String peer;
  private List<LocalCall> later = new ArrayList<>();
  private List<LocalCall> spare = new ArrayList<>();

  /** The first of those whose caller waits, in no particular order; null if there is none. */
  private LocalCall waiting;

  /** No deadline is before this; NO_DEADLINE if there is none at all. */
  private long earliestNanos = Attempt.NO_DEADLINE;

  private boolean telling;

  /**
   * No calls yet.
   *
   * @param loop owns them
   * @param server deals with them
   * @param nodeName of this node
   */
  public LocalCalls(CallLoop loop, Server server, String nodeName) {
    this.loop = loop;
    this.server = server;
    this.peer = "node '" + nodeName + "'";
    loop.execute(() -> loop.add(this));
  }

  CallLoop loop() {
    return loop;
  }

  /** Who is at the other end, for messages. */
  String peer() {
    return peer;
  }

  /**
   * Makes a request.
   *
   * @param attempt without streams; gets its outcome later, or now if it was given up
   */
  public void start(Attempt attempt) {
    LocalCall call = new LocalCall(this, attempt);
    Optional<Frame.Failure> givenUp = attempt.holdBy(call);
    if (givenUp.isPresent()) {
      attempt.listener().failed(givenUp.get());
      return;
    }
    add(call);
    long deadlineNanos = attempt.deadlineNanos();
    if (deadlineNanos != Attempt.NO_DEADLINE
        && (earliestNanos == Attempt.NO_DEADLINE || deadlineNanos - earliestNanos < 0)) {
      earliestNanos = deadlineNanos;
    }
    turnSoon(call);
  }

  private void add(LocalCall call) {
    call.after = waiting;
    if (waiting != null) {
      waiting.before = call;
    }
    waiting = call;
  }

  /** Its caller waits no more. */
  void remove(LocalCall call) {
    if (call.before == null) {
      waiting = call.after;
    } else {
      call.before.after = call.after;
    }
    if (call.after != null) {
      call.after.before = call.before;
    }
  }

  /** The call has something to do when this turn is over. */
  void turnSoon(LocalCall call) {
    later.add(call);
    if (later.size() == 1) {
      loop.flushSoon(this);
    }
  }

  @Override
  public void flush() {
    List<LocalCall> now = later;
    later = spare;
    spare = now;
    try {
      for (int i = 0; i < now.size(); i++) {
        try {
          now.get(i).turn();
        } catch (RuntimeException broken) {
          loop.report(broken);
        }
      }
    } finally {
      now.clear();
    }
  }

  void serve(LocalCall call) {
    server.serve(call);
  }

  /** Whether a caller is just being told its outcome. */
  boolean isTelling() {
    return telling;
  }

  void tell(LocalCall call) {
    telling = true;
    try {
      call.tell();
    } finally {
      telling = false;
    }
  }

  @Override
  public void sweep(long nowNanos) {
    if (earliestNanos == Attempt.NO_DEADLINE || nowNanos - earliestNanos < 0) {
      return;
    }
    earliestNanos = Attempt.NO_DEADLINE;
    for (LocalCall call : allWaiting()) {
      long deadlineNanos = call.deadlineNanos();
      if (deadlineNanos == Attempt.NO_DEADLINE) {
        continue;
      }
      if (nowNanos - deadlineNanos >= 0) {
        end(call, FailureKind.EXPIRED, expired(call.attempt()), FailureKind.EXPIRED);
      } else if (earliestNanos == Attempt.NO_DEADLINE || deadlineNanos - earliestNanos < 0) {
        earliestNanos = deadlineNanos;
      }
    }
  }

  private String expired(Attempt attempt) {
    return "%s: no answer from %s within %d ms"
        .formatted(attempt.endpoint(), peer, attempt.limitMillis());
  }

  @Override
  public void close(FailureKind kind, String reason) {
    for (LocalCall call : allWaiting()) {
      end(call, kind, reason, FailureKind.CANCELLED);
    }
  }

  private static void end(LocalCall call, FailureKind kind, String words, FailureKind callees) {
    call.end(new Frame.Failure(0, kind, words), callees);
  }

  private List<LocalCall> allWaiting() {
    List<LocalCall> all = new ArrayList<>();
    for (LocalCall call = waiting; call != null; call = call.after) {
      all.add(call);
    }
    return all;
  }
}
