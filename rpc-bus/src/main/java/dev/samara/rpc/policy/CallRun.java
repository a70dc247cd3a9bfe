package dev.samara.rpc.policy;

import dev.samara.rpc.call.FailureKind;
import dev.samara.rpc.policy.Retries.Failure;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One call through its attempts, up to its one outcome. Used by one thread, or one at a time.
 *
 * <pre>{@code
 *       start                    all attempts failed, a retry is due
 * NEW ---------> TRYING --------------------------------------------> WAITING
 *                |   ^                        its time has come          |
 *                |   '---------------------------------------------------'
 *                |  answered; failed for good; given up                  |
 *                '-------------------> DONE <----------------------------'
 *                                               given up
 * }</pre>
 *
 * <p>Only the first attempt is hedged.
 *
 * @param <R> results
 */
public final class CallRun<R> {

  /**
   * Carries the call out; called on the thread that uses the run.
   *
   * @param <R> results
   */
  public interface Actions<R> {

    /**
     * Who offers the service now.
     *
     * @return the nodes, each time in the same order
     */
    List<Candidate> candidates();

    /**
     * Sends the request. {@link CallRun#answered} or {@link CallRun#failed} follows, later or
     * before this returns.
     *
     * @param attempt its number, from 1 on
     * @param target where to
     */
    void send(int attempt, Candidate target);

    /**
     * Cancels an attempt. Nothing needs to follow.
     *
     * @param attempt its number
     */
    void giveUp(int attempt);

    /**
     * Calls back.
     *
     * @param delay from now on
     * @param action on the thread that uses the run
     * @return takes it back
     */
    Runnable after(Duration delay, Runnable action);

    /**
     * The outcome.
     *
     * @param result of the attempt that was answered first
     */
    void succeed(R result);

    /**
     * The outcome.
     *
     * @param failure of the last attempt; of the service if there was none to make
     * @param message one line
     */
    void fail(Failure failure, String message);
  }

  private enum State {
    NEW,
    TRYING,
    WAITING,
    DONE
  }

  private record Pending(Candidate target, long sinceNanos, boolean hedge) {}

  private static final Runnable NOTHING = () -> {};

  private final PolicyClient client;
  private final Actions<R> actions;
  private final boolean idempotent;
  private final Optional<String> key;
  private final long deadlineNanos;
  private final Map<Integer, Pending> pending = new HashMap<>();

  /** Nodes that were tried: others are better. */
  private final Set<String> tried = new HashSet<>();

  /** Nodes that have said that they have too much to do: they are not asked again. */
  private final Set<String> overloaded = new HashSet<>();

  private State state = State.NEW;
  private int attempts;
  private Runnable timer = NOTHING;

  CallRun(
      PolicyClient client,
      Actions<R> actions,
      boolean idempotent,
      Optional<String> key,
      long deadlineNanos) {
    this.client = client;
    this.actions = actions;
    this.idempotent = idempotent;
    this.key = key;
    this.deadlineNanos = deadlineNanos;
  }

  /** Makes the first attempt. */
  public void start() {
    if (state != State.NEW) {
      return;
    }
    client.budget().called();
    if (!client.guard().enter()) {
      state = State.DONE;
      var failure = new Failure(FailureKind.OVERLOADED, true, Optional.empty());
      actions.fail(failure, "too many calls of this client are under way");
      return;
    }
    if (attempt(false) && state == State.TRYING && idempotent) {
      client.hedgeDelay().ifPresent(delay -> timer = actions.after(delay, this::hedge));
    }
  }

  /**
   * An attempt was answered.
   *
   * @param attempt its number; one that was given up changes nothing
   * @param result what it was answered
   */
  public void answered(int attempt, R result) {
    var first = pending.remove(attempt);
    if (first == null) {
      return;
    }
    client.over(first.target().nodeId());
    var took = Duration.ofNanos(client.nanoTime() - first.sinceNanos());
    client.guard().answered(first.target().nodeId(), took);
    client.took(took);
    if (first.hedge()) {
      client.counter().hedgesWon.increment();
    }
    become(State.DONE);
    actions.succeed(result);
  }

  /**
   * An attempt has failed.
   *
   * @param attempt its number; one that was given up changes nothing
   * @param failure how
   * @param message one line
   */
  public void failed(int attempt, Failure failure, String message) {
    var lost = pending.remove(attempt);
    if (lost == null) {
      return;
    }
    client.over(lost.target().nodeId());
    var took = Duration.ofNanos(client.nanoTime() - lost.sinceNanos());
    client.guard().failed(lost.target().nodeId(), failure.kind(), took);
    if (failure.kind() == FailureKind.OVERLOADED) {
      overloaded.add(lost.target().nodeId());
    }
    var mayRetry = failure.notSent() || Retries.mayRetry(failure.kind(), idempotent);
    if (mayRetry && !pending.isEmpty()) {
      // The other attempt may still be answered.
      return;
    }
    if (mayRetry && isAnyLeft()) {
      retry(failure, message);
    } else {
      end(failure, message);
    }
  }

  /** The caller does not want it any more; no outcome follows. */
  public void giveUp() {
    switch (state) {
      case NEW -> state = State.DONE;
      case TRYING, WAITING -> become(State.DONE);
      case DONE -> {}
    }
  }

  /**
   * How many attempts were made.
   *
   * @return 0 or more
   */
  public int attempts() {
    return attempts;
  }

  private void retry(Failure failure, String message) {
    var remaining = Duration.ofNanos(deadlineNanos - client.nanoTime());
    var delay = client.retries().next(failure, attempts, idempotent, remaining, client.random());
    if (delay.isEmpty()) {
      if (client.budget().left() == 0) {
        client.counter().exhausted.increment();
      }
      end(failure, message);
      return;
    }
    become(State.WAITING);
    timer =
        actions.after(
            delay.get(),
            () -> {
              if (state == State.WAITING) {
                client.counter().retried.increment();
                attempt(false);
              }
            });
  }

  private void hedge() {
    if (state != State.TRYING || pending.size() != 1) {
      return;
    }
    var others = choices().stream().anyMatch(one -> !tried.contains(one.nodeId()));
    if (others && client.budget().take()) {
      client.counter().hedged.increment();
      attempt(true);
    }
  }

  /** Makes an attempt at a node that takes it; says false if there is none, which is the end. */
  private boolean attempt(boolean hedge) {
    var choices = choices();
    var avoided = new HashSet<>(tried);
    while (!choices.isEmpty()) {
      var target = client.balancer().choose(choices, key, avoided, client.random()).orElseThrow();
      if (client.guard().admits(target.nodeId())) {
        send(target, hedge);
        return true;
      }
      client.counter().kept.increment();
      choices = choices.stream().filter(one -> one != target).toList();
    }
    if (pending.isEmpty()) {
      var none = actions.candidates().isEmpty();
      var kind = none ? FailureKind.NO_SUCH_SERVICE : FailureKind.OVERLOADED;
      var words = none ? "no node offers it" : "no node that offers it takes calls now";
      end(new Failure(kind, true, Optional.empty()), words);
    }
    return false;
  }

  private void send(Candidate target, boolean hedge) {
    attempts++;
    client.sent(target.nodeId());
    tried.add(target.nodeId());
    pending.put(attempts, new Pending(target, client.nanoTime(), hedge));
    if (state != State.TRYING) {
      become(State.TRYING);
    }
    actions.send(attempts, target);
  }

  private List<Candidate> choices() {
    var all = actions.candidates();
    return overloaded.isEmpty()
        ? all
        : all.stream().filter(one -> !overloaded.contains(one.nodeId())).toList();
  }

  private boolean isAnyLeft() {
    return overloaded.isEmpty() || !choices().isEmpty();
  }

  private void end(Failure failure, String message) {
    become(State.DONE);
    actions.fail(failure, message);
  }

  /** The one transition. */
  private void become(State next) {
    timer.run();
    timer = NOTHING;
    state = next;
    if (next == State.DONE) {
      client.guard().leave();
      var losers = Map.copyOf(pending);
      pending.clear();
      losers.forEach((attempt, loser) -> {
        client.over(loser.target().nodeId());
        client.guard().givenUp(loser.target().nodeId());
        actions.giveUp(attempt);
      });
    }
  }
}
