package dev.samara.rpc.serve;

import dev.samara.rpc.call.FailureKind;
import dev.samara.rpc.dialogue.IncomingCall;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.lang.reflect.Method;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The calls of a service that has to be sure that none is left: those without an outcome, and the
 * work for them, which may go on when nobody waits for it any more. Any thread.
 */
public final class RunningCalls {
  private final Promise<Void> over = Promise.promise();

  // Guarded by this.
  private final Set<IncomingCall> calls = new HashSet<>();
  private int work;
  private boolean closed;

  /** None yet. */
  public RunningCalls() {}

  /** A call has arrived; false if it comes too late. */
  synchronized boolean enter(IncomingCall call) {
    if (closed) {
      return false;
    }
    calls.add(call);
    return true;
  }

  /** A call has its outcome; nothing if it had. */
  void leave(IncomingCall call) {
    boolean last;
    synchronized (this) {
      last = calls.remove(call) && isOver();
    }
    tell(last);
  }

  /**
   * Calls the implementation. It is at work until the method has returned, and until the future
   * that it gave is complete; a stream is no work: it ends with its call.
   */
  Object invoke(Method method, Object implementation, Object[] arguments)
      throws ReflectiveOperationException {
    if (!workBegins()) {
      throw new IllegalStateException("its call was over before it began");
    }
    Object result = null;
    try {
      result = method.invoke(implementation, arguments);
      return result;
    } finally {
      if (result instanceof Future<?> future) {
        future.onComplete(ended -> workEnded());
      } else {
        workEnded();
      }
    }
  }

  /** False if it has been told that none is left: its call has its outcome. */
  private synchronized boolean workBegins() {
    boolean isLate = isOver();
    work += isLate ? 0 : 1;
    return !isLate;
  }

  private void workEnded() {
    boolean last;
    synchronized (this) {
      work--;
      last = isOver();
    }
    tell(last);
  }

  /**
   * Takes no more calls. A second time changes nothing.
   *
   * @return completes when there is none left
   */
  public Future<Void> close() {
    boolean none;
    synchronized (this) {
      closed = true;
      none = isOver();
    }
    tell(none);
    return over.future();
  }

  /**
   * Ends those that are left: their callers are told, and the work for them is interrupted.
   *
   * @param reason one line
   */
  public void cancel(String reason) {
    List<IncomingCall> left;
    synchronized (this) {
      left = List.copyOf(calls);
    }
    left.forEach(
        call -> call.fail(FailureKind.CANCELLED, call.endpoint() + " was cancelled: " + reason));
  }

  private boolean isOver() {
    return closed && calls.isEmpty() && work == 0;
  }

  private void tell(boolean last) {
    if (last) {
      over.tryComplete();
    }
  }
}
