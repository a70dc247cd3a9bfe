package dev.samara.load.generator;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;

/** Calls on their way: a lane for each event loop of the client. */
final class CallRun implements CallLoad.WindowRun {
  private final CallClient client;
  private final CallPlan plan;
  private final CallMessages messages;
  private final Window window;
  private final int loops;
  private final List<CallLane> lanes;
  private final AtomicInteger running;
  private final CompletableFuture<LoadResult> done = new CompletableFuture<>();

  /** As it was when the run ended. */
  private volatile Balance last = Balance.ZERO;

  CallRun(CallClient client, CallPlan plan, CallMessages messages, Window window) {
    this.client = client;
    this.plan = plan;
    this.messages = messages;
    this.window = window;
    this.loops = Math.min(client.loopCount(), plan.connections());
    this.lanes = IntStream.range(0, loops).mapToObj(i -> new CallLane(this, i, pace(i))).toList();
    this.running = new AtomicInteger(loops);
  }

  /** The calls of all lanes together are made at equal distances, in turns. */
  private Pace pace(int lane) {
    long most = (long) plan.depth() * connections(lane);
    if (plan.rate().isEmpty()) {
      return new Pace.Closed(window, Math.toIntExact(most));
    }
    long room = CallLoad.OPEN_BYTES / Math.max(1, messages.bytes()) / loops;
    double distance = 1e9 / plan.rate().get();
    long begin = window.openNanos() - plan.warmUp().toNanos();
    return new Pace.Open(
        window,
        begin + (long) (lane * distance),
        distance * loops,
        (int) Math.clamp(room, 1, most));
  }

  private int connections(int lane) {
    return (plan.connections() - lane + loops - 1) / loops;
  }

  /** Any thread. */
  void begin() {
    for (int i = 0; i < loops; i++) {
      CallLane lane = lanes.get(i);
      client.execute(i, 0, () -> lane.goOn(System.nanoTime()));
    }
  }

  CallClient client() {
    return client;
  }

  CallMessages messages() {
    return messages;
  }

  boolean isOpen() {
    return plan.rate().isPresent();
  }

  boolean isDone() {
    return done.isDone();
  }

  /** No two calls have the same. */
  long number(int lane, long order) {
    return order * loops + lane;
  }

  /** They take turns. */
  int connection(int lane, long order) {
    return lane + loops * (int) (order % connections(lane));
  }

  /** Any lane; the first one counts. */
  void fault(String words) {
    last = counted();
    done.completeExceptionally(new WrongAnswer(words));
  }

  /** Each lane once. */
  void laneEnded() {
    if (running.decrementAndGet() == 0) {
      last = counted();
      Histogram latencies = Tally.newHistogram();
      lanes.forEach(lane -> lane.addTo(latencies));
      done.complete(
          new LoadResult(last, latencies.getTotalCount(), window.lengthNanos(), latencies));
    }
  }

  private Balance counted() {
    return lanes.stream().map(CallLane::balance).reduce(Balance.ZERO, Balance::plus);
  }

  @Override
  public CompletableFuture<LoadResult> done() {
    return done;
  }

  @Override
  public String waitsFor() {
    return "no answer to %d of %d calls".formatted(balance().failed(), balance().sent());
  }

  /** An event loop may be what does not answer: what it has counted is good enough here. */
  @Override
  public Balance balance() {
    return done.isDone() ? last : counted();
  }
}
