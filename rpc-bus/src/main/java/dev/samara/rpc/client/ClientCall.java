package dev.samara.rpc.client;

import dev.samara.rpc.call.Call;
import dev.samara.rpc.call.CallOptions;
import dev.samara.rpc.call.FailureDetails;
import dev.samara.rpc.call.FailureKind;
import dev.samara.rpc.call.RpcException;
import dev.samara.rpc.dialogue.Attempt;
import dev.samara.rpc.dialogue.CallLoop;
import dev.samara.rpc.dialogue.InStream;
import dev.samara.rpc.dialogue.OutStream;
import dev.samara.rpc.payload.PayloadException;
import dev.samara.rpc.text.Texts;
import dev.samara.rpc.text.TraceIds;
import dev.samara.rpc.transport.LoopDialogues;
import dev.samara.rpc.wire.Frame;
import dev.samara.rpc.wire.Payload;
import io.vertx.core.Promise;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.streams.ReadStream;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * One call of this node, of one attempt or more. Made on any thread; attempts end on event loops;
 * whoever is the first to {@link #end} it gives the call its one outcome.
 */
final class ClientCall implements Attempt.Listener {
  private static final Runnable NOTHING = () -> {};

  private final Caller caller;
  private final Targets targets;
  private final Optional<CallAttempts> attempts;
  private CallSpec spec;
  private final CallOptions options;
  private final LoopDialogues dialogues;
  private final CallLoop loop;
  private final Promise<Object> promise;
  private final Optional<InStream<Object>> results;
  private final long startedNanos;
  private final ContextInternal context;

  /**
   * Where it is made, and the stream among its arguments is handed over; null outside of Vert.x.
   */
  private final ContextInternal home = ContextInternal.current();

  private CallTrace trace = CallTrace.NONE;
  private Map<String, String> metadata = Map.of();
  private long deadlineNanos = Attempt.NO_DEADLINE;
  private long limitMillis;

  // Guarded by this.
  private boolean ended;
  private Attempt attempt;
  private Optional<String> cancelReason = Optional.empty();

  /** Takes the call away from what may give it up, if there is something that may. */
  private Runnable detach = NOTHING;

  /** A call whose result is a value; the promise gets it. */
  ClientCall(Client client, CallSpec spec, ContextInternal context, Promise<Object> promise) {
    this(client, spec, context, promise, false);
  }

  private ClientCall(
      Client client,
      CallSpec spec,
      ContextInternal context,
      Promise<Object> promise,
      boolean streams) {
    this.caller = client.caller();
    this.targets = client.targets();
    this.options = CallOptions.current();
    this.dialogues = caller.loopOf(context);
    this.loop = dialogues.loop();
    this.spec = client.shards().map(to -> routed(to, spec)).orElse(spec);
    this.attempts = attempts(client, streams);
    this.context = context;
    this.promise = promise;
    this.startedNanos = loop.nanoTime();
    this.results =
        streams
            ? Optional.of(
                new InStream<>(
                    caller.limits().streamWindow(),
                    context,
                    spec::result,
                    () -> cancel("its stream was cancelled")))
            : Optional.empty();
  }

  /** A service in shards is called at the shard of the key. */
  private CallSpec routed(ShardOwners shards, CallSpec given) {
    return options
        .key()
        .or(given::key)
        .map(key -> given.at(shards.endpoint(given.endpoint(), key)))
        .orElse(given);
  }

  private Optional<CallAttempts> attempts(Client client, boolean streams) {
    boolean takesStream = spec.upload().isPresent();
    if (client.shards().isPresent()) {
      return Optional.of(
          new ShardAttempts(this, client.shards().get(), spec.endpoint(), takesStream, streams));
    }
    return client
        .policy()
        .filter(own -> !streams && !takesStream)
        .map(own -> new PolicyAttempts(this, own, targets, spec.endpoint()));
  }

  /** A call whose result is a stream. */
  static ClientCall streaming(Client client, CallSpec spec, ContextInternal context) {
    return new ClientCall(client, spec, context, Promise.promise(), true);
  }

  InStream<Object> results() {
    return results.orElseThrow();
  }

  /** Makes the call; it may have its outcome when this returns. */
  void start(Optional<Duration> usual) {
    boolean room = caller.enter(loop);
    (options.timeout().isPresent() ? options.timeout() : usual).ifPresent(this::limit);
    Optional<Call> parent = Caller.parent();
    parent.flatMap(Call::remaining).ifPresent(this::inherit);
    if (!room) {
      int most = caller.limits().maxPendingCalls();
      String words = most + " calls of node '" + caller.limits().nodeName() + "' are pending";
      fail(FailureKind.OVERLOADED, words);
    } else if (caller.isClosed()) {
      fail(FailureKind.CANCELLED, caller.closedWords());
    } else if (isOver()) {
      fail(FailureKind.EXPIRED, spec.endpoint() + ": the call that makes it has no time left");
    } else {
      begin(parent);
    }
  }

  private void begin(Optional<Call> parent) {
    try {
      metadata = CallOptions.checkMetadata(caller.metadata(spec, options.metadata()));
    } catch (RuntimeException refused) {
      fail(FailureKind.REFUSED, spec.endpoint() + ": " + Texts.describe(refused));
      return;
    }
    trace = CallTrace.begin(context, spec);
    metadata = trace.added(metadata);
    // It may be sent later and on another thread: what came meanwhile would be lost.
    spec.upload().ifPresent(ReadStream::pause);
    if (attempts.isEmpty()) {
      attempt();
    } else if (isolate()) {
      loop.execute(this::startAttempts);
    }
    if (parent.isPresent() || options.cancellation().isPresent()) {
      attach(parent);
    }
  }

  /** Several attempts may be made, and the values must not change meanwhile; false if it failed. */
  private boolean isolate() {
    try {
      spec = spec.isolated();
      return true;
    } catch (PayloadException bad) {
      fail(FailureKind.BAD_ARGUMENTS, spec.endpoint() + ": " + bad.getMessage());
      return false;
    }
  }

  private void startAttempts() {
    synchronized (this) {
      if (ended) {
        return; // It was given up on the event loop before this had its turn there.
      }
    }
    attempts.orElseThrow().start(spec.isIdempotent(), key(), deadlineNanos);
  }

  /** Lets what may give the call up know it, until it has its outcome. */
  private void attach(Optional<Call> parent) {
    Runnable giveUp = () -> cancel("it was given up");
    Runnable leaveParent = parent.map(call -> call.onCancel(giveUp)).orElse(NOTHING);
    options.cancellation().ifPresent(cancellation -> cancellation.add(giveUp));
    Runnable leaveBoth =
        () -> {
          leaveParent.run();
          options.cancellation().ifPresent(cancellation -> cancellation.remove(giveUp));
        };
    boolean late;
    synchronized (this) {
      late = ended;
      detach = leaveBoth;
    }
    if (late) {
      leaveBoth.run();
    }
  }

  private void limit(Duration limit) {
    limitMillis = limit.toMillis();
    deadlineNanos = startedNanos + limit.toNanos();
  }

  private void inherit(Duration left) {
    if (deadlineNanos == Attempt.NO_DEADLINE || startedNanos + left.toNanos() - deadlineNanos < 0) {
      limit(left);
    }
  }

  private boolean isOver() {
    return deadlineNanos != Attempt.NO_DEADLINE && startedNanos - deadlineNanos >= 0;
  }

  // ---- attempts

  private void attempt() {
    Optional<Target> chosen = targets.choose(spec.endpoint().service(), key());
    if (chosen.isEmpty()) {
      fail(FailureKind.NO_SUCH_SERVICE, targets.nobody(spec.endpoint().service()));
      return;
    }
    Optional<Attempt> sent = send(chosen.get(), this);
    if (sent.isPresent()) {
      madeBy(sent.get()).ifPresent(this::cancel);
    }
  }

  /** Why it was given up meanwhile, if it was. */
  private synchronized Optional<String> madeBy(Attempt its) {
    attempt = its;
    return cancelReason;
  }

  private Optional<String> key() {
    return options.key().or(spec::key);
  }

  /** Sends the request; if it cannot be sent the call fails, and nothing is returned. */
  Optional<Attempt> send(Target target, Attempt.Listener listener) {
    boolean inMemory = target instanceof Target.Here;
    Payload arguments;
    try {
      arguments = spec.arguments(inMemory);
    } catch (PayloadException bad) {
      fail(FailureKind.BAD_ARGUMENTS, spec.endpoint() + ": " + bad.getMessage());
      return Optional.empty();
    }
    if (arguments.length() > caller.limits().maxMessageBytes()) {
      fail(FailureKind.REFUSED, tooLarge("arguments have", arguments.length()));
      return Optional.empty();
    }
    Optional<OutStream> upload =
        spec.upload()
            .map(stream -> {
              int most = caller.limits().maxMessageBytes();
              return new OutStream(
                  stream,
                  spec.uploadItems(inMemory, most, bytes -> tooLarge("item has", bytes)),
                  home);
            });
    Attempt next =
        new Attempt(
            spec.endpoint(),
            deadlineNanos,
            limitMillis,
            metadata,
            arguments,
            listener,
            results.map(stream -> stream),
            upload);
    caller.start(target, dialogues, next);
    return Optional.of(next);
  }

  private String tooLarge(String what, int bytes) {
    return String.format(
        "%s: the %s %d bytes, limit %d",
        spec.endpoint(), what, bytes, caller.limits().maxMessageBytes());
  }

  @Override
  public void answered(Payload payload) {
    if (results.isPresent()) {
      succeed(null);
      return;
    }
    Object result;
    try {
      result = spec.result(payload);
    } catch (PayloadException bad) {
      String words = "the result of " + spec.endpoint() + " cannot be read: " + bad.getMessage();
      fail(FailureKind.CALLEE_FAILED, words);
      return;
    }
    succeed(result);
  }

  @Override
  public void failed(Frame.Failure failure) {
    fail(failure);
  }

  /** Gives the call up: it fails as cancelled, unless it has its outcome. */
  void cancel(String reason) {
    Attempt current;
    synchronized (this) {
      cancelReason = Optional.of(reason);
      current = attempt;
    }
    String words = spec.endpoint() + " was cancelled: " + reason;
    fail(FailureKind.CANCELLED, words);
    if (current != null) {
      current.cancel(FailureKind.CANCELLED, words);
    }
    attempts.ifPresent(own -> loop.execute(own::giveUp));
  }

  CallLoop loop() {
    return loop;
  }

  // ---- the outcome

  /** For the first one, what is to be run then. */
  private synchronized Optional<Runnable> end() {
    if (ended) {
      return Optional.empty();
    }
    ended = true;
    return Optional.of(detach);
  }

  private void succeed(Object result) {
    Optional<Runnable> atEnd = end();
    if (atEnd.isPresent()) {
      loop.ledger().answered();
      over(Optional.empty(), atEnd.get());
      results.ifPresent(InStream::end);
      promise.complete(result);
    }
  }

  /** Fails it before it was sent, or instead of its answer. */
  void fail(FailureKind kind, String message) {
    fail(new Frame.Failure(0, kind, message));
  }

  private void fail(Frame.Failure failure) {
    Optional<Runnable> atEnd = end();
    if (atEnd.isPresent()) {
      loop.ledger().failed(failure.kind());
      RpcException exception =
          new RpcException(
              failure.kind(),
              spec.endpoint().service(),
              spec.endpoint().method(),
              Texts.oneLine(failure.message()),
              new FailureDetails(
                  failure.error(),
                  failure.retryAfterMillis() == 0
                      ? Optional.empty()
                      : Optional.of(Duration.ofMillis(failure.retryAfterMillis())),
                  failure.notSent(),
                  TraceIds.of(metadata)));
      over(Optional.of(exception), atEnd.get());
      results.ifPresent(stream -> stream.fail(exception));
      promise.fail(exception);
    }
  }

  private void over(Optional<RpcException> failure, Runnable atEnd) {
    caller.leave();
    atEnd.run();
    trace.end(failure);
    caller.tellCalled(spec, failure, loop.endNanos() - startedNanos);
  }
}
