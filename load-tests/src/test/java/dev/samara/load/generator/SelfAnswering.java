package dev.samara.load.generator;

import java.io.IOException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A client that answers itself, and does one thing wrong with one of its calls. */
final class SelfAnswering implements CallClient {
  enum Fault {
    NONE,
    /** The last byte is another. */
    WRONG,
    /** The answer is that to another call. */
    OTHER_NUMBER,
    SHORT,
    TWICE,
    FAILED,
    LOST,
    /** Not wrong: it comes 100 ms late, and so do those after it. */
    STALL,
    /** No call is answered. */
    MUTE
  }

  /** Which call it is. */
  static final int BAD = 40;

  private final Fault fault;
  private final ScheduledExecutorService loop = Executors.newSingleThreadScheduledExecutor();
  private int calls;

  SelfAnswering(Fault fault) {
    this.fault = fault;
  }

  @Override
  public void execute(int one, long delayNanos, Runnable task) {
    loop.schedule(task, delayNanos, TimeUnit.NANOSECONDS);
  }

  @Override
  public void call(int connection, byte[] request, Outcome outcome) {
    if (fault == Fault.MUTE) {
      return;
    }
    boolean bad = calls++ == BAD && fault != Fault.NONE;
    byte[] answer = request.clone();
    loop.execute(() -> {
      if (bad) {
        answerBadly(answer, outcome);
      } else {
        outcome.answered(answer);
      }
    });
  }

  private void answerBadly(byte[] answer, Outcome outcome) {
    switch (fault) {
      case WRONG -> answer[answer.length - 1]++;
      case OTHER_NUMBER -> Numbered.put(answer, BAD + 1);
      case TWICE -> outcome.answered(answer);
      case STALL -> LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
      case FAILED -> {
        outcome.failed(new IOException("no more"));
        return;
      }
      case LOST -> {
        return;
      }
      case NONE, SHORT, MUTE -> {}
    }
    outcome.answered(fault == Fault.SHORT ? new byte[3] : answer);
  }

  @Override
  public void close() {
    loop.shutdownNow();
  }
}
