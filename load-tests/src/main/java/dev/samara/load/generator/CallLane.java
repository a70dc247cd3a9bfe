package dev.samara.load.generator;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalLong;
import org.HdrHistogram.Histogram;

/**
 * The calls of one event loop of a client: made when the pace says so, on its connections in turns,
 * each answer checked. Owned by that event loop.
 */
final class CallLane {
  /** What is due and may not be sent waits for an answer; this is looked at beside. */
  private static final long FULL_PAUSE_NANOS = 1_000_000;

  private final CallRun run;
  private final int index;
  private final Pace pace;
  private final Tally tally = new Tally();

  /** Calls that are not under way; the one that was answered last is the next one. */
  private final Deque<Slot> free = new ArrayDeque<>();

  private long sent;
  private long answered;
  private boolean timerIsSet;
  private boolean ended;

  /** The lane of one of the client's event loops. */
  CallLane(CallRun run, int index, Pace pace) {
    this.run = run;
    this.index = index;
    this.pace = pace;
  }

  /** On the event loop, as all that follows. */
  void goOn(long nowNanos) {
    for (long due = due(nowNanos); due > 0; due--) {
      Slot slot = free.isEmpty() ? new Slot(run.connection(index, sent)) : free.pop();
      slot.send(nowNanos);
    }
    if (!pace.isOver(nowNanos, sent)) {
      wake();
    } else if (sent == answered && !ended) {
      ended = true;
      run.laneEnded();
    }
  }

  private long due(long nowNanos) {
    return run.isDone() || pace.isOver(nowNanos, sent)
        ? 0
        : pace.due(nowNanos, sent, sent - answered);
  }

  /** Calls with a moment of their own are made by the clock, one timer at a time. */
  private void wake() {
    OptionalLong next = pace.next(sent);
    if (next.isPresent() && !timerIsSet && !run.isDone()) {
      timerIsSet = true;
      long nowNanos = System.nanoTime();
      long wait = next.getAsLong() - nowNanos;
      long delay = due(nowNanos) > 0 ? 0 : wait > 0 ? wait : FULL_PAUSE_NANOS;
      run.client().execute(index, delay, this::timer);
    }
  }

  private void timer() {
    timerIsSet = false;
    goOn(System.nanoTime());
  }

  /** From another thread it is good enough for a message. */
  Balance balance() {
    long right = answered;
    long all = Math.max(right, sent);
    return new Balance(all, right, all - right);
  }

  /** Once the lane has ended. */
  void addTo(Histogram all) {
    tally.addTo(all);
  }

  /** One call at a time; in a closed loop always on the same connection. */
  private final class Slot implements CallClient.Outcome {
    private final int home;
    private byte[] request = CallMessages.NONE;
    private long order;
    private long beganNanos;
    private boolean waits;

    Slot(int home) {
      this.home = home;
    }

    void send(long nowNanos) {
      order = sent++;
      pace.sent(order, nowNanos);
      beganNanos = pace.beganNanos(order);
      request = run.messages().request(request, number());
      waits = true;
      int connection = run.isOpen() ? run.connection(index, order) : home;
      run.client().call(connection, request, this);
    }

    private long number() {
      return run.number(index, order);
    }

    @Override
    public void answered(byte[] answer) {
      if (run.isDone()) {
        return;
      }
      if (!waits) {
        run.fault("a second answer to call " + number());
      } else if (!run.messages().isAnswer(request, number(), answer)) {
        run.fault(run.messages().wrong(number()));
      } else {
        count(System.nanoTime());
      }
    }

    private void count(long nowNanos) {
      waits = false;
      answered++;
      if (pace.measures(order, nowNanos)) {
        tally.record(nowNanos - beganNanos);
      }
      free.push(this);
      goOn(nowNanos);
    }

    @Override
    public void failed(Throwable cause) {
      run.fault("call %d failed: %s".formatted(number(), cause));
    }
  }
}
