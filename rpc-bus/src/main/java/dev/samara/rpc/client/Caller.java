package dev.samara.rpc.client;

import dev.samara.rpc.call.Call;
import dev.samara.rpc.call.CallBalance;
import dev.samara.rpc.call.CallInterceptor;
import dev.samara.rpc.call.FailureKind;
import dev.samara.rpc.call.RpcException;
import dev.samara.rpc.dialogue.Attempt;
import dev.samara.rpc.dialogue.CallLoop;
import dev.samara.rpc.directory.Peer;
import dev.samara.rpc.transport.LoopDialogues;
import dev.samara.rpc.wire.Window;
import io.netty.channel.EventLoop;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import java.time.Duration;
import java.util.EnumMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the calls of a node. Any thread. */
public final class Caller {
  private static final Logger LOG = LoggerFactory.getLogger(Caller.class);

  /**
   * The bounds of all calls of the node.
   *
   * @param nodeName for messages
   * @param maxMessageBytes the longest arguments, result or item
   * @param maxPendingCalls how many calls may be under way
   * @param streamWindow how much of a stream is held
   * @param slowCall what takes as long is logged
   */
  public record Limits(
      String nodeName,
      int maxMessageBytes,
      int maxPendingCalls,
      Window streamWindow,
      Duration slowCall) {}

  private final VertxInternal vertx;
  private final Limits limits;
  private final long slowNanos;
  private final CallInterceptor[] interceptors;
  private final Map<EventLoop, LoopDialogues> loops = new IdentityHashMap<>();
  private final AtomicInteger pending = new AtomicInteger();
  private volatile boolean closed;

  /**
   * Makes calls.
   *
   * @param vertx whose event loops are meant
   * @param limits the bounds
   * @param loops one for each event loop
   * @param interceptors see all calls, in this order
   */
  public Caller(
      VertxInternal vertx,
      Limits limits,
      List<LoopDialogues> loops,
      List<CallInterceptor> interceptors) {
    this.vertx = vertx;
    this.limits = limits;
    this.slowNanos = limits.slowCall().toNanos();
    this.interceptors = interceptors.toArray(CallInterceptor[]::new);
    loops.forEach(each -> this.loops.put(each.loop().context().nettyEventLoop(), each));
  }

  VertxInternal vertx() {
    return vertx;
  }

  Limits limits() {
    return limits;
  }

  /**
   * The event loop that a context belongs to.
   *
   * @param context of the same Vertx
   * @return its dialogues
   */
  public LoopDialogues loopOf(ContextInternal context) {
    return loops.get(context.nettyEventLoop());
  }

  /**
   * The event loop that a context belongs to.
   *
   * @param context of any Vertx
   * @return empty if it is of another Vertx
   */
  public Optional<CallLoop> callLoopOf(ContextInternal context) {
    return Optional.ofNullable(loopOf(context)).map(LoopDialogues::loop);
  }

  /** Counts a call as under way; false if there are too many. */
  boolean enter(CallLoop loop) {
    loop.ledger().begin();
    return pending.incrementAndGet() <= limits.maxPendingCalls();
  }

  void leave() {
    pending.decrementAndGet();
  }

  boolean isClosed() {
    return closed;
  }

  String closedWords() {
    return "the RPC of node '" + limits.nodeName() + "' is closed";
  }

  Map<String, String> metadata(CallSpec spec, Map<String, String> own) {
    Map<String, String> metadata = own;
    for (CallInterceptor interceptor : interceptors) {
      String service = spec.endpoint().service();
      metadata = interceptor.calling(service, spec.endpoint().method(), metadata);
    }
    return metadata;
  }

  void start(Target target, LoopDialogues loop, Attempt attempt) {
    switch (target) {
      case Target.Here here -> start(loop, attempt, Optional.empty());
      case Target.Node node -> start(loop, attempt, Optional.of(node.peer()));
      case Target.Over over -> over.dialogue().loop().execute(() -> over.dialogue().start(attempt));
      case Target.Linked linked ->
          linked.calls().loop().execute(() -> linked.calls().start(attempt));
    }
  }

  private static void start(LoopDialogues dialogues, Attempt attempt, Optional<Peer> peer) {
    if (dialogues.loop().isCurrent()) {
      dialogues.start(attempt, peer);
    } else {
      dialogues.loop().execute(() -> dialogues.start(attempt, peer));
    }
  }

  void tellCalled(CallSpec spec, Optional<RpcException> failure, long tookNanos) {
    if (tookNanos >= slowNanos) {
      LOG.warn(
          "slow: call of {} took {} ms{}",
          spec.endpoint(),
          TimeUnit.NANOSECONDS.toMillis(tookNanos),
          failure.map(why -> " and failed: " + why.getMessage()).orElse(""));
    }
    for (CallInterceptor interceptor : interceptors) {
      try {
        Duration took = Duration.ofNanos(tookNanos);
        interceptor.called(spec.endpoint().service(), spec.endpoint().method(), failure, took);
      } catch (RuntimeException broken) {
        LOG.warn("an interceptor failed", broken);
      }
    }
  }

  /** The call that this thread serves, if it does. */
  static Optional<Call> parent() {
    return Call.current();
  }

  /** Later calls fail at once; those under way end with their dialogues. */
  public void close() {
    closed = true;
  }

  /**
   * What became of the calls made from this node.
   *
   * @return a snapshot that adds up
   */
  public CallBalance balance() {
    long started = 0;
    long answered = 0;
    long inFlight = 0;
    long late = 0;
    Map<FailureKind, Long> failed = new EnumMap<>(FailureKind.class);
    for (LoopDialogues each : loops.values()) {
      CallBalance part = each.loop().ledger().snapshot();
      started += part.started();
      answered += part.answered();
      inFlight += part.inFlight();
      late += part.lateAnswers();
      part.failed().forEach((kind, count) -> failed.merge(kind, count, Long::sum));
    }
    return new CallBalance(started, answered, failed, inFlight, late);
  }

  /**
   * How many calls are counted as under way: as many as the ledgers say, once nobody is calling.
   *
   * @return their number
   */
  public int pendingCalls() {
    return pending.get();
  }
}
