package dev.samara.rpc.client;

import dev.samara.rpc.dialogue.Attempt;
import dev.samara.rpc.dialogue.CallLoop;
import dev.samara.rpc.policy.CallRun;
import dev.samara.rpc.policy.Candidate;
import dev.samara.rpc.policy.Retries;
import dev.samara.rpc.wire.Frame;
import dev.samara.rpc.wire.Payload;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** Carries out what a policy wants of one call. On the call's event loop, but for the beginning. */
final class PolicyAttempts implements CallRun.Actions<Payload> {
  private final ClientCall call;
  private final Policy policy;
  private final Targets targets;
  private final CallLoop loop;
  private final String service;
  private final CallRun<Payload> run;
  private final Map<Integer, Made> made = new HashMap<>();
  private Map<String, Target> offering = Map.of();
  private Frame.Failure last;

  private record Made(Attempt attempt, String nodeId) {}

  PolicyAttempts(ClientCall call, Policy policy, Targets targets, CallSpec spec, CallLoop loop) {
    this.call = call;
    this.policy = policy;
    this.targets = targets;
    this.loop = loop;
    this.service = spec.endpoint().service();
    long deadline = call.deadlineNanos();
    long latest = loop.nanoTime() + TimeUnit.DAYS.toNanos(1);
    this.run =
        policy
            .client()
            .call(
                this,
                spec.isIdempotent(),
                call.key(),
                deadline == Attempt.NO_DEADLINE ? latest : deadline);
  }

  /** Any thread. */
  void start() {
    loop.execute(run::start);
  }

  /** The call has been given up. Any thread. */
  void giveUp() {
    loop.execute(run::giveUp);
  }

  @Override
  public List<Candidate> candidates() {
    Map<String, Target> now = new HashMap<>();
    List<Target> all = targets.all(service);
    all.forEach(target -> now.put(target.id(), target));
    offering = now;
    return all.stream().map(policy::candidate).toList();
  }

  @Override
  public void send(int number, Candidate chosen) {
    Target target = offering.get(chosen.nodeId());
    policy.began(chosen.nodeId());
    Attempt.Listener listener =
        new Attempt.Listener() {
          @Override
          public void answered(Payload result) {
            loop.execute(() -> {
              ended(number);
              run.answered(number, result);
            });
          }

          @Override
          public void failed(Frame.Failure failure) {
            loop.execute(() -> PolicyAttempts.this.failed(number, failure));
          }
        };
    Optional<Attempt> attempt = call.attempt(target, listener);
    if (attempt.isEmpty()) {
      policy.ended(chosen.nodeId());
      run.giveUp(); // It cannot be made at all: the call has failed already.
      return;
    }
    made.put(number, new Made(attempt.get(), chosen.nodeId()));
    call.send(target, attempt.get());
  }

  private void failed(int number, Frame.Failure failure) {
    Made attempt = made.get(number);
    boolean notSent = attempt != null && attempt.attempt().isNotSent();
    ended(number);
    last = failure;
    Optional<Duration> hint =
        failure.retryAfterMillis() == 0
            ? Optional.empty()
            : Optional.of(Duration.ofMillis(failure.retryAfterMillis()));
    run.failed(number, new Retries.Failure(failure.kind(), notSent, hint), failure.message());
  }

  private void ended(int number) {
    Made attempt = made.remove(number);
    if (attempt != null) {
      policy.ended(attempt.nodeId());
    }
  }

  @Override
  public void giveUp(int number) {
    Made attempt = made.get(number);
    if (attempt != null) {
      ended(number);
      attempt
          .attempt()
          .cancel(dev.samara.rpc.call.FailureKind.CANCELLED, "another attempt was answered");
    }
  }

  @Override
  public Runnable after(Duration delay, Runnable action) {
    ScheduledFuture<?> timer =
        loop.context().nettyEventLoop().schedule(action, delay.toNanos(), TimeUnit.NANOSECONDS);
    return () -> timer.cancel(false);
  }

  @Override
  public void succeed(Payload result) {
    call.answered(result);
  }

  @Override
  public void fail(Retries.Failure failure, String message) {
    if (last != null && last.kind() == failure.kind()) {
      call.fail(last);
    } else {
      boolean nobody = failure.kind() == dev.samara.rpc.call.FailureKind.NO_SUCH_SERVICE;
      call.fail(failure.kind(), nobody ? targets.nobody(service) : message);
    }
  }
}
