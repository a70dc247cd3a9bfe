package dev.samara.rpc.client;

import dev.samara.rpc.call.FailureKind;
import dev.samara.rpc.dialogue.Attempt;
import dev.samara.rpc.wire.Endpoint;
import dev.samara.rpc.wire.Frame;
import dev.samara.rpc.wire.Payload;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * One call of a shard, until its owner has dealt with it. Owned by the call's event loop.
 *
 * <pre>
 *        there is an owner             answered, failed for good, given up
 *  NEW ─────────────────────▶ TRYING ──────────────────────────────────────▶ DONE
 *   │                          │  ▲                                           ▲
 *   │ none                none │  │ there is one, or it is time to try again  │
 *   └──────────────────────▶ WAITING ─────────────────────────────────────────┘
 *                                       its deadline, no room, given up, closed
 * </pre>
 */
final class ShardAttempts implements CallAttempts, Attempt.Listener {
  private static final long FIRST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
  private static final int MOST_DOUBLINGS = 5;
  private static final Runnable NOTHING = () -> {};

  private enum State {
    NEW,
    TRYING,
    WAITING,
    DONE
  }

  private final ClientCall call;
  private final ShardOwners owners;
  private final Endpoint endpoint;
  private final boolean isRepeatable;
  private final boolean isStream;

  private State state = State.NEW;
  private boolean idempotent;
  private long untilNanos;
  private int failures;
  private boolean mayHaveRun;
  private Optional<Attempt> attempt = Optional.empty();
  private Runnable stopTimers = NOTHING;

  /** A call that gives a stream is begun once; one that gives one to the callee is sent once. */
  ShardAttempts(
      ClientCall call, ShardOwners owners, Endpoint endpoint, boolean takes, boolean gives) {
    this.call = call;
    this.owners = owners;
    this.endpoint = endpoint;
    this.isRepeatable = !takes;
    this.isStream = gives;
  }

  @Override
  public void start(boolean mayRunTwice, Optional<String> key, long deadlineNanos) {
    idempotent = mayRunTwice && !isStream;
    untilNanos =
        deadlineNanos == Attempt.NO_DEADLINE
            ? call.loop().nanoTime() + owners.waitLimit().toNanos()
            : deadlineNanos;
    if (key.isEmpty()) {
      become(State.DONE);
      call.fail(
          FailureKind.BAD_ARGUMENTS,
          endpoint + ": a call of a service in shards needs a key, by @Key or CallOptions.withKey");
    } else {
      go();
    }
  }

  /** Owners may have changed. Any thread. */
  void changed() {
    call.loop()
        .execute(() -> {
          if (state == State.WAITING) {
            go();
          }
        });
  }

  private void go() {
    Optional<String> closed = owners.closed();
    Optional<Target> owner = owners.choose(endpoint.service(), Optional.empty());
    if (closed.isPresent()) {
      become(State.DONE);
      call.fail(FailureKind.CANCELLED, closed.get());
    } else if (owner.isPresent()) {
      become(State.TRYING);
      attempt = call.send(owner.get(), this);
      if (attempt.isEmpty()) {
        become(State.DONE); // The call has failed.
      }
    } else if (state != State.WAITING) {
      waitForOwner(Optional.empty());
    }
  }

  private void waitForOwner(Optional<Long> pauseNanos) {
    if (!owners.enter(this)) {
      become(State.DONE);
      call.fail(FailureKind.OVERLOADED, endpoint + ": too many calls wait for owners of shards");
      return;
    }
    become(State.WAITING);
    Future<?> end = after(untilNanos - call.loop().nanoTime(), this::expire);
    Optional<Future<?>> retry = pauseNanos.map(pause -> after(pause, this::changed));
    stopTimers =
        () -> {
          end.cancel(false);
          retry.ifPresent(timer -> timer.cancel(false));
        };
    if (pauseNanos.isEmpty()) {
      // It may have come just before this was entered.
      changed();
    }
  }

  private Future<?> after(long nanos, Runnable action) {
    return call.loop()
        .context()
        .nettyEventLoop()
        .schedule(action, Math.max(0, nanos), TimeUnit.NANOSECONDS);
  }

  private void expire() {
    if (state == State.WAITING) {
      become(State.DONE);
      String words = endpoint + ": no owner before its deadline: ";
      String why = owners.nobody(endpoint.service());
      call.failed(
          mayHaveRun
              ? new Frame.Failure(0, FailureKind.EXPIRED, words + why)
              : Frame.Failure.unsent(0, FailureKind.EXPIRED, words + why));
    }
  }

  @Override
  public void answered(Payload result) {
    if (state == State.TRYING) {
      become(State.DONE);
      call.answered(result);
    }
  }

  @Override
  public void failed(Frame.Failure failure) {
    if (state != State.TRYING) {
      return;
    }
    boolean lost =
        switch (failure.kind()) {
          case NODE_LEFT, CONNECTION_LOST, CANCELLED -> true;
          default -> false;
        };
    boolean didNotRun = failure.kind() == FailureKind.NO_SUCH_SERVICE || lost && failure.notSent();
    boolean goesOn = isRepeatable && owners.closed().isEmpty();
    if (goesOn && (didNotRun || lost && idempotent)) {
      mayHaveRun |= !didNotRun;
      long pause = FIRST_PAUSE_NANOS << Math.min(failures++, MOST_DOUBLINGS);
      waitForOwner(Optional.of(pause));
    } else {
      become(State.DONE);
      call.failed(failure);
    }
  }

  @Override
  public void giveUp() {
    if (state != State.DONE) {
      become(State.DONE);
      attempt.ifPresent(one -> one.cancel(FailureKind.CANCELLED, "the call was given up"));
    }
  }

  /** The one transition. */
  private void become(State next) {
    stopTimers.run();
    stopTimers = NOTHING;
    if (state == State.WAITING) {
      owners.leave(this);
    }
    state = next;
  }
}
