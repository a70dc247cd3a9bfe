package dev.samara.load.generator;

import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import org.HdrHistogram.Histogram;

/**
 * Chains of calls, as many as are in flight: each answer is checked and makes room for the next
 * call. Owned by the client's event loop.
 */
final class CallRun implements CallLoad.WindowRun {
  private final CallClient client;
  private final CallPlan plan;
  private final Window window;
  private final Tally tally = new Tally();
  private final CompletableFuture<LoadResult> done = new CompletableFuture<>();

  /** Written by the event loop, read by others for a message once it has ended. */
  private volatile Balance last = Balance.ZERO;

  private long sent;
  private long answered;
  private int running;

  CallRun(CallClient client, CallPlan plan, Window window) {
    this.client = client;
    this.plan = plan;
    this.window = window;
  }

  /** On the event loop. */
  void begin() {
    running = plan.connections() * plan.depth();
    for (int i = 0; i < running; i++) {
      new Chain(i % plan.connections()).next();
    }
  }

  @Override
  public CompletableFuture<LoadResult> done() {
    return done;
  }

  @Override
  public String waitsFor() {
    return "no answer to %d of %d calls".formatted(balance().failed(), balance().sent());
  }

  /** The event loop may be what does not answer: what it has counted is good enough here. */
  @Override
  public Balance balance() {
    return done.isDone() ? last : new Balance(sent, answered, sent - answered);
  }

  private void fault(String words) {
    if (!done.isDone()) {
      last = new Balance(sent, answered, sent - answered);
      done.completeExceptionally(new WrongAnswer(words));
    }
  }

  private void chainEnded() {
    running--;
    if (running == 0) {
      last = new Balance(sent, answered, 0);
      Histogram latencies = Tally.newHistogram();
      tally.addTo(latencies);
      done.complete(
          new LoadResult(last, latencies.getTotalCount(), window.lengthNanos(), latencies));
    }
  }

  /** One call at a time. */
  private final class Chain implements CallClient.Outcome {
    private final int connection;
    private final byte[] request = Numbered.message(plan.bytes(), 0);
    private boolean waits;
    private long beganNanos;

    Chain(int connection) {
      this.connection = connection;
    }

    void next() {
      Numbered.put(request, sent);
      sent++;
      waits = true;
      beganNanos = System.nanoTime();
      client.call(connection, request, this);
    }

    @Override
    public void answered(byte[] answer) {
      if (done.isDone()) {
        return;
      }
      long number = Numbered.numberOf(request);
      if (!waits) {
        fault("a second answer to call " + number);
      } else if (!Arrays.equals(request, answer)) {
        fault("the answer to call %d is not what was sent".formatted(number));
      } else {
        count(System.nanoTime());
      }
    }

    private void count(long nowNanos) {
      waits = false;
      answered++;
      if (window.contains(nowNanos)) {
        tally.record(nowNanos - beganNanos);
      }
      if (window.isOver(nowNanos)) {
        chainEnded();
      } else {
        next();
      }
    }

    @Override
    public void failed(Throwable cause) {
      fault("call %d failed: %s".formatted(Numbered.numberOf(request), cause));
    }
  }
}
