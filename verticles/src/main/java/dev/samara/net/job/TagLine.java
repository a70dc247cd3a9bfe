package dev.samara.net.job;

import java.util.ArrayDeque;

/** The jobs of one tag. Guarded by the queue's lock. */
final class TagLine {

  final String tag;
  final ArrayDeque<Job<?>> pending = new ArrayDeque<>();
  long submitted;
  long done;
  long failed;
  long cancelled;
  long returned;
  long rejected;
  int sleeping;
  int active;

  TagLine(String tag) {
    this.tag = tag;
  }

  boolean isIdle() {
    return pending.isEmpty() && sleeping == 0 && active == 0;
  }

  void count(Job.Outcome outcome) {
    switch (outcome) {
      case DONE -> done++;
      case FAILED -> failed++;
      case CANCELLED -> cancelled++;
      case RETURNED -> returned++;
    }
  }

  JobFigures figures() {
    return new JobFigures(
        submitted, done, failed, cancelled, returned, rejected, sleeping, pending.size(), active);
  }
}
