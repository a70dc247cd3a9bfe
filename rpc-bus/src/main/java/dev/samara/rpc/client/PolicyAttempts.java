package dev.samara.rpc.client;

import dev.samara.rpc.call.FailureKind;
import dev.samara.rpc.client.Targets.Offer;
import dev.samara.rpc.dialogue.Attempt;
import dev.samara.rpc.policy.CallRun;
import dev.samara.rpc.policy.Candidate;
import dev.samara.rpc.policy.PolicyClient;
import dev.samara.rpc.policy.Retries.Failure;
import dev.samara.rpc.wire.Endpoint;
import dev.samara.rpc.wire.Frame;
import dev.samara.rpc.wire.Payload;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The attempts of one call by a policy: joins its {@link CallRun} to the {@link ClientCall}. Owned
 * by the event loop of the call.
 */
final class PolicyAttempts implements CallAttempts, CallRun.Actions<Payload> {
  /** Nothing is repeated after that long if a call has no deadline. */
  private static final long ENDLESS_NANOS = TimeUnit.DAYS.toNanos(1);

  private final ClientCall call;
  private final PolicyClient policy;
  private final Targets targets;
  private final Endpoint endpoint;
  private final Map<Integer, Attempt> attempts = new HashMap<>();
  private Map<String, Target> reachable = Map.of();
  private Optional<CallRun<Payload>> run = Optional.empty();
  private Optional<Frame.Failure> last = Optional.empty();

  PolicyAttempts(ClientCall call, PolicyClient policy, Targets targets, Endpoint endpoint) {
    this.call = call;
    this.policy = policy;
    this.targets = targets;
    this.endpoint = endpoint;
  }

  @Override
  public void start(boolean idempotent, Optional<String> key, long deadlineNanos) {
    long until =
        deadlineNanos == Attempt.NO_DEADLINE
            ? call.loop().nanoTime() + ENDLESS_NANOS
            : deadlineNanos;
    run = Optional.of(policy.call(this, idempotent, key, until));
    run.get().start();
  }

  @Override
  public void giveUp() {
    run.ifPresent(CallRun::giveUp);
  }

  @Override
  public List<Candidate> candidates() {
    List<Offer> offers = targets.offers(endpoint.service());
    Map<String, Target> known = new HashMap<>();
    offers.forEach(offer -> known.put(offer.nodeId(), offer.target()));
    reachable = known;
    return offers.stream().map(this::candidate).toList();
  }

  private Candidate candidate(Offer offer) {
    boolean local = offer.target() instanceof Target.Here;
    return new Candidate(offer.nodeId(), local, policy.pendingAt(offer.nodeId()));
  }

  @Override
  public void send(int attempt, Candidate target) {
    Optional<Attempt> sent = call.send(reachable.get(target.nodeId()), new Listener(attempt));
    if (sent.isEmpty()) {
      // The call has failed.
      giveUp();
    } else {
      // If it has its outcome already, it is cancelled in vain at most.
      attempts.put(attempt, sent.get());
    }
  }

  @Override
  public void giveUp(int attempt) {
    Attempt loser = attempts.remove(attempt);
    if (loser != null) {
      loser.cancel(FailureKind.CANCELLED, "the call has its outcome");
    }
  }

  @Override
  public Runnable after(Duration delay, Runnable action) {
    var timer =
        call.loop()
            .context()
            .nettyEventLoop()
            .schedule(action, delay.toNanos(), TimeUnit.NANOSECONDS);
    return () -> timer.cancel(false);
  }

  @Override
  public void succeed(Payload result) {
    call.answered(result);
  }

  @Override
  public void fail(Failure failure, String message) {
    if (last.isPresent() && last.get().kind() == failure.kind()) {
      call.failed(last.get());
    } else if (failure.kind() == FailureKind.NO_SUCH_SERVICE) {
      call.fail(FailureKind.NO_SUCH_SERVICE, targets.nobody(endpoint.service()));
    } else {
      call.fail(failure.kind(), endpoint + ": " + message);
    }
  }

  /** Tells the run what became of one attempt. */
  private final class Listener implements Attempt.Listener {
    private final int attempt;

    Listener(int attempt) {
      this.attempt = attempt;
    }

    @Override
    public void answered(Payload result) {
      // A connection has an event loop of its own.
      call.loop()
          .execute(() -> {
            attempts.remove(attempt);
            run.orElseThrow().answered(attempt, result);
          });
    }

    @Override
    public void failed(Frame.Failure failure) {
      call.loop().execute(() -> ended(failure));
    }

    private void ended(Frame.Failure failure) {
      attempts.remove(attempt);
      last = Optional.of(failure);
      Optional<Duration> hint =
          failure.retryAfterMillis() == 0
              ? Optional.empty()
              : Optional.of(Duration.ofMillis(failure.retryAfterMillis()));
      boolean unsentToLost =
          failure.notSent()
              && (failure.kind() == FailureKind.NODE_LEFT
                  || failure.kind() == FailureKind.CONNECTION_LOST);
      Failure words = new Failure(failure.kind(), unsentToLost, hint);
      run.orElseThrow().failed(attempt, words, failure.message());
    }
  }
}
