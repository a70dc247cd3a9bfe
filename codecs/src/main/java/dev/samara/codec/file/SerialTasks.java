package dev.samara.codec.file;

import dev.samara.codec.stream.CodecException;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/** Runs the tasks of one file one after the other on a worker that may have many threads. */
final class SerialTasks {

  private final Executor worker;
  private final Queue<Runnable> tasks = new ArrayDeque<>();
  private boolean running;

  SerialTasks(Executor worker) {
    this.worker = worker;
  }

  /**
   * Runs a task after those before it. Any thread.
   *
   * @throws CodecException if the worker takes no tasks
   */
  void run(Runnable task) {
    synchronized (this) {
      tasks.add(task);
      if (running) {
        return;
      }
      running = true;
    }
    try {
      worker.execute(this::drain);
    } catch (RejectedExecutionException stopped) {
      synchronized (this) {
        tasks.clear();
        running = false;
      }
      throw CodecException.unavailable("the worker takes no tasks", stopped);
    }
  }

  private void drain() {
    for (var task = next(); task != null; task = next()) {
      task.run();
    }
  }

  private synchronized Runnable next() {
    var task = tasks.poll();
    running = task != null;
    return task;
  }
}
