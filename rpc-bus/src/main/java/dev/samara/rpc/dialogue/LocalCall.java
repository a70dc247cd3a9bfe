package dev.samara.rpc.dialogue;

import dev.samara.rpc.call.FailureKind;
import dev.samara.rpc.wire.Frame;
import dev.samara.rpc.wire.Payload;
import dev.samara.rpc.wire.Window;

/**
 * A call without streams to a service of the same node: both ends of it in one, so that nothing of
 * it needs a number, a frame or a place in a table. Owned by the event loop of the caller.
 *
 * <pre>
 *   STARTED ──turn()──▶ SERVED ──outcome──▶ OVER
 *      │                  │ ├─outcome, while another one is told──▶ DECIDED ──turn()──▶ OVER
 *      │                  │ └─end()──▶ OVER
 *      ├──────────────────┴─cancel()──▶ GIVEN_UP ──turn()──▶ OVER
 *      └─end()──▶ OVER
 * </pre>
 */
final class LocalCall extends IncomingCall implements Attempt.Holder {
  private enum State {
    /** It is served when the turn is over. */
    STARTED,
    SERVED,
    /** The caller is told its outcome when the turn is over. */
    DECIDED,
    /** The caller has its outcome; the service is told when the turn is over. */
    GIVEN_UP,
    OVER
  }

  private final LocalCalls calls;
  private final Attempt attempt;
  private State state = State.STARTED;
  private Payload result;
  private Frame.Failure failure;

  /** Among those whose caller waits; for {@link LocalCalls} only. */
  LocalCall before;

  LocalCall after;

  LocalCall(LocalCalls calls, Attempt attempt) {
    super(
        calls.loop(),
        attempt.endpoint(),
        attempt.metadata(),
        attempt.arguments(),
        Window.NONE,
        attempt.deadlineNanos());
    this.calls = calls;
    this.attempt = attempt;
  }

  Attempt attempt() {
    return attempt;
  }

  @Override
  long id() {
    return 0;
  }

  @Override
  public String caller() {
    return calls.peer();
  }

  /** The one transition. */
  private void become(State next) {
    state = next;
  }

  /** The turn in which something was put off is over. */
  void turn() {
    switch (state) {
      case STARTED -> {
        become(State.SERVED);
        calls.serve(this);
      }
      case DECIDED -> {
        become(State.OVER);
        calls.tell(this);
      }
      case GIVEN_UP -> {
        become(State.OVER);
        abandon(FailureKind.CANCELLED);
      }
      case SERVED, OVER -> {
        // Nothing was put off, or it has become void.
      }
    }
  }

  @Override
  public void cancel(Attempt its, Frame.Failure why) {
    if (state == State.STARTED || state == State.SERVED) {
      become(State.GIVEN_UP);
      calls.remove(this);
      calls.turnSoon(this);
      its.listener().failed(why);
    }
  }

  /** Ends both sides of it, if the caller waits. */
  void end(Frame.Failure callers, FailureKind callees) {
    if (state != State.STARTED && state != State.SERVED) {
      return; // What another one did when it was told.
    }
    become(State.OVER);
    calls.remove(this);
    attempt.listener().failed(callers);
    abandon(callees);
  }

  // ---- what the service says

  @Override
  boolean takesAnswer(int bytes) {
    return true;
  }

  @Override
  void sayAnswer(Payload itsResult) {
    result = itsResult;
    decided();
  }

  @Override
  void say(Frame frame) {
    if (frame instanceof Frame.Failure its) {
      failure = its;
      decided();
    }
    // All else is of streams, and the caller has none.
  }

  @Override
  int writeItem(Object item, ItemEncoder encoder) {
    throw new IllegalStateException("the caller takes no stream");
  }

  private void decided() {
    if (state != State.SERVED) {
      calls.loop().ledger().answeredLate();
      return;
    }
    calls.remove(this);
    if (calls.isTelling()) {
      become(State.DECIDED);
      calls.turnSoon(this);
    } else {
      become(State.OVER);
      calls.tell(this);
    }
  }

  @Override
  void forget() {
    // It is in no table.
  }

  /** Tells the caller. */
  void tell() {
    if (failure != null) {
      attempt.listener().failed(failure);
    } else {
      attempt.listener().answered(result);
    }
  }
}
