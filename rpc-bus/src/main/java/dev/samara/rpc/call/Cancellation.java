package dev.samara.rpc.call;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** A means to give up on calls: given to them with {@link CallOptions}. Any thread. */
public final class Cancellation {
  private final Set<Runnable> actions = new LinkedHashSet<>();
  private boolean cancelled;

  /** Not cancelled yet. */
  public Cancellation() {}

  /** Cancels the calls it was given to, and those it will be given to. A second time is nothing. */
  public void cancel() {
    List<Runnable> now;
    synchronized (this) {
      if (cancelled) {
        return;
      }
      cancelled = true;
      now = new ArrayList<>(actions);
      actions.clear();
    }
    now.forEach(Runnable::run);
  }

  /**
   * Whether it was used.
   *
   * @return true after {@link #cancel}
   */
  public synchronized boolean isCancelled() {
    return cancelled;
  }

  /**
   * Asks to be told.
   *
   * @param action run once, on the thread that cancels; at once if that has happened
   */
  public void add(Runnable action) {
    synchronized (this) {
      if (!cancelled) {
        actions.add(action);
        return;
      }
    }
    action.run();
  }

  /**
   * Asks to be told no more.
   *
   * @param action as it was added
   */
  public synchronized void remove(Runnable action) {
    actions.remove(action);
  }
}
