package dev.samara.net.job;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * All jobs of a queue that have no outcome yet, one line for each tag; the lines take turns, so
 * that a tag with a thousand jobs does not keep one with a single job waiting. Guarded by the
 * queue's lock.
 */
final class TagLines {

  /** Beyond this many tags, the counts of those without jobs go into one common account. */
  static final int MAX_TAGS = 1_000;

  private final Map<String, TagLine> lines = new LinkedHashMap<>();

  /** Lines with pending jobs, each once; the next one first. */
  private final ArrayDeque<TagLine> turns = new ArrayDeque<>();

  private final Map<Long, Job<?>> jobs = new HashMap<>();
  private JobFigures forgotten = JobFigures.ZERO;
  private int waiting;
  private int active;

  /** The line of a tag, made if need be. */
  TagLine line(String tag) {
    var line = lines.get(tag);
    if (line == null) {
      makeRoom();
      line = new TagLine(tag);
      lines.put(tag, line);
    }
    return line;
  }

  private void makeRoom() {
    if (lines.size() < MAX_TAGS) {
      return;
    }
    var eldest = lines.values().iterator();
    while (eldest.hasNext()) {
      var line = eldest.next();
      if (line.isIdle()) {
        forgotten = forgotten.plus(line.figures());
        eldest.remove();
        return;
      }
    }
  }

  /** Takes a new job, to sleep first or not. */
  void add(Job<?> job, boolean sleeps) {
    job.line.submitted++;
    jobs.put(job.id, job);
    waiting++;
    if (sleeps) {
      job.state = JobState.SLEEPING;
      job.line.sleeping++;
    } else {
      queue(job);
    }
  }

  void reject(TagLine line) {
    line.submitted++;
    line.rejected++;
  }

  /** The time of a sleeping job has come. */
  void wake(Job<?> job) {
    if (job.state == JobState.SLEEPING) {
      job.line.sleeping--;
      queue(job);
    }
  }

  private void queue(Job<?> job) {
    job.state = JobState.PENDING;
    job.line.pending.add(job);
    if (job.line.pending.size() == 1) {
      turns.add(job.line);
    }
  }

  /** The next job in turn becomes active. */
  Optional<Job<?>> next(long nowNanos) {
    var line = turns.poll();
    if (line == null) {
      return Optional.empty();
    }
    var job = line.pending.poll();
    if (!line.pending.isEmpty()) {
      turns.add(line);
    }
    job.state = JobState.ACTIVE;
    job.startedNanos = nowNanos;
    line.active++;
    waiting--;
    active++;
    return Optional.of(job);
  }

  /** A job that has its outcome leaves, in whatever state. */
  void end(Job<?> job, Job.Outcome outcome) {
    switch (job.state) {
      case SLEEPING -> {
        job.line.sleeping--;
        waiting--;
      }
      case PENDING -> {
        job.line.pending.remove(job);
        if (job.line.pending.isEmpty()) {
          turns.remove(job.line);
        }
        waiting--;
      }
      case ACTIVE -> {
        job.line.active--;
        active--;
      }
      case ENDED -> throw new IllegalStateException("a job ends once");
    }
    job.state = JobState.ENDED;
    job.line.count(outcome);
    jobs.remove(job.id);
  }

  Optional<Job<?>> find(long id) {
    return Optional.ofNullable(jobs.get(id));
  }

  /** All jobs without an outcome, the oldest first. */
  List<Job<?>> all() {
    var all = new ArrayList<>(jobs.values());
    all.sort((a, b) -> Long.compare(a.id, b.id));
    return all;
  }

  int waiting() {
    return waiting;
  }

  int active() {
    return active;
  }

  JobFigures total() {
    var total = forgotten;
    for (var line : lines.values()) {
      total = total.plus(line.figures());
    }
    return total;
  }

  Map<String, JobFigures> byTag() {
    var figures = new TreeMap<String, JobFigures>();
    lines.forEach((tag, line) -> figures.put(tag, line.figures()));
    return figures;
  }
}
