package dev.samara.rpc.dialogue;

import java.util.ArrayList;
import java.util.List;

/**
 * What one event loop hands over to another of its node: all of one turn as one task, since each
 * task costs a place in the other's queue and perhaps a system call to wake it. Owned by the loop
 * that hands over.
 */
final class Handover implements Speaker {
  private static final int USUAL_TASKS = 64;

  private final CallLoop from;
  private final CallLoop to;
  private List<Runnable> tasks = new ArrayList<>();

  Handover(CallLoop from, CallLoop to) {
    this.from = from;
    this.to = to;
  }

  void add(Runnable task) {
    tasks.add(task);
    if (tasks.size() == 1) {
      from.leaveSoon(this);
    }
  }

  @Override
  public void flush() {
    List<Runnable> now = tasks;
    tasks = new ArrayList<>(Math.min(now.size(), USUAL_TASKS));
    to.execute(() -> to.run(now));
  }
}
