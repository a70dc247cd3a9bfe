package dev.samara.rpc;

import dev.samara.rpc.Envelope.Answer;
import dev.samara.rpc.Envelope.Failure;
import dev.samara.rpc.Envelope.Request;
import dev.samara.rpc.call.CallBalance;
import dev.samara.rpc.call.FailureKind;
import dev.samara.rpc.text.Texts;
import io.vertx.core.Promise;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import java.time.Duration;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * The calls of this node: chooses who serves them, sends them, and gives each exactly one outcome.
 * Any thread, since callers are on any thread; whoever removes a call from the table completes it.
 */
final class Caller {
  private record Sent(PendingCall call, Peer target) {}

  private final RpcOptions options;
  private final Directory directory;
  private final Predicate<String> offeredHere;
  private final Peer self;
  private final Bus bus;
  private final LongSupplier nanoTime;
  private final CallLedger ledger;
  private final Map<Long, Sent> pending = new ConcurrentHashMap<>();

  /**
   * Starts at random: an answer to an earlier life of this node must not fit a call of this one.
   */
  private final AtomicLong ids = new AtomicLong(ThreadLocalRandom.current().nextLong());

  private volatile boolean closed;

  Caller(
      RpcOptions options,
      Directory directory,
      Predicate<String> offeredHere,
      Peer self,
      Bus bus,
      LongSupplier nanoTime) {
    this.options = options;
    this.directory = directory;
    this.offeredHere = offeredHere;
    this.self = self;
    this.bus = bus;
    this.nanoTime = nanoTime;
    this.ledger = new CallLedger(options.maxPendingCalls());
  }

  /**
   * Makes a call.
   *
   * @param promise gets the outcome; completed here and now if the call cannot be sent
   */
  PendingCall call(
      String service, String method, byte[] arguments, Duration timeout, Promise<byte[]> promise) {
    PendingCall call = begun(service, method, timeout, promise);
    if (call.future().isComplete()) {
      return call;
    }
    Optional<Peer> target =
        offeredHere.test(service) ? Optional.of(self) : directory.choose(service);
    if (target.isEmpty()) {
      end(call, FailureKind.NO_SUCH_SERVICE, nobodyOffers(service));
    } else if (method.length() > Envelope.MAX_NAME) {
      end(call, FailureKind.NO_SUCH_METHOD, "the method's name is too long");
    } else if (arguments.length > options.maxMessageBytes()) {
      String size = arguments.length + " bytes, limit " + options.maxMessageBytes();
      end(call, FailureKind.REFUSED, call.name() + ": the arguments have " + size);
    } else {
      send(call, target.get(), arguments);
    }
    return call;
  }

  /** A call that fails before it is sent, counted like any other. */
  PendingCall failed(
      String service, String method, Promise<byte[]> promise, FailureKind kind, String message) {
    PendingCall call = begun(service, method, options.callTimeout(), promise);
    if (!call.future().isComplete()) {
      end(call, kind, message);
    }
    return call;
  }

  private PendingCall begun(
      String service, String method, Duration timeout, Promise<byte[]> promise) {
    long deadline = nanoTime.getAsLong() + timeout.toNanos();
    PendingCall call =
        new PendingCall(ids.getAndIncrement(), service, method, timeout, deadline, promise);
    if (!ledger.begin()) {
      call.fail(
          FailureKind.OVERLOADED,
          options.maxPendingCalls() + " calls of node '" + options.nodeName() + "' are pending");
    } else if (closed) {
      end(call, FailureKind.CANCELLED, closedWords());
    }
    return call;
  }

  private void send(PendingCall call, Peer target, byte[] arguments) {
    pending.put(call.id(), new Sent(call, target));
    // Looked at again, since whoever removed the target or closed may not have seen this call.
    if (closed) {
      fail(call.id(), FailureKind.CANCELLED, closedWords());
    } else if (target != self && !directory.goesOn(target)) {
      fail(call.id(), FailureKind.NODE_LEFT, leftWords(target, call));
    } else {
      Request request =
          new Request(
              call.id(),
              self.nodeId(),
              call.service(),
              call.method(),
              call.timeout().toMillis(),
              arguments);
      bus.call(target.nodeId(), request).onFailure(cause -> notSent(call, target, cause));
    }
  }

  private void notSent(PendingCall call, Peer target, Throwable cause) {
    if (cause instanceof ReplyException reply && reply.failureType() == ReplyFailure.NO_HANDLERS) {
      // The cluster knows already that the node is gone; its silence will tell the directory.
      String words = "node '" + target.nodeName() + "' left before " + call.name() + " reached it";
      fail(call.id(), FailureKind.NODE_LEFT, words);
    } else {
      String words = call.name() + " could not be sent to node '" + target.nodeName() + "': ";
      fail(call.id(), FailureKind.CONNECTION_LOST, words + Texts.describe(cause));
    }
  }

  /** Takes in the result of a call. */
  void answered(Answer answer) {
    Sent sent = pending.remove(answer.callId());
    if (sent == null) {
      ledger.answeredLate();
    } else {
      ledger.answered();
      sent.call().promise().complete(answer.result());
    }
  }

  /** Takes in the failure of a call. */
  void failed(Failure failure) {
    if (!fail(failure.callId(), failure.kind(), failure.message())) {
      ledger.answeredLate();
    }
  }

  /** Gives up on a call, for the reason given. */
  void cancel(PendingCall call, String reason) {
    fail(call.id(), FailureKind.CANCELLED, call.name() + " was cancelled: " + reason);
  }

  /** Ends the calls whose deadline has come. */
  void expire(long nowNanos) {
    for (Sent sent : pending.values()) {
      PendingCall call = sent.call();
      if (nowNanos - call.deadlineNanos() >= 0) {
        String words =
            String.format(
                "%s: no answer from node '%s' within %d ms",
                call.name(), sent.target().nodeName(), call.timeout().toMillis());
        fail(call.id(), FailureKind.EXPIRED, words);
      }
    }
  }

  /** Ends the calls that wait for a node which is no more. */
  void nodeGone(Peer gone) {
    for (Sent sent : pending.values()) {
      if (sent.target().sameLifeAs(gone)) {
        fail(sent.call().id(), FailureKind.NODE_LEFT, leftWords(gone, sent.call()));
      }
    }
  }

  /** Ends all calls; later ones fail at once. */
  void close() {
    closed = true;
    Iterator<Long> ids = pending.keySet().iterator();
    while (ids.hasNext()) {
      fail(ids.next(), FailureKind.CANCELLED, closedWords());
    }
  }

  CallBalance balance() {
    return ledger.snapshot();
  }

  /** How many calls are in the table: what the ledger says is in flight, once nobody is calling. */
  int pendingCalls() {
    return pending.size();
  }

  private boolean fail(long id, FailureKind kind, String message) {
    Sent sent = pending.remove(id);
    if (sent != null) {
      end(sent.call(), kind, message);
    }
    return sent != null;
  }

  private void end(PendingCall call, FailureKind kind, String message) {
    ledger.failed(kind);
    call.fail(kind, message);
  }

  private String nobodyOffers(String service) {
    return directory
        .departedFrom(service)
        .map(node -> " (node '" + node + "' did until it left)")
        .map(addition -> "no node offers the service '" + service + "'" + addition)
        .orElse("no node offers the service '" + service + "'");
  }

  private static String leftWords(Peer gone, PendingCall call) {
    return "node '" + gone.nodeName() + "' left while it served " + call.name();
  }

  private String closedWords() {
    return "the RPC of node '" + options.nodeName() + "' is closed";
  }

  /** Nanoseconds of a number of milliseconds as it travels, however large it claims to be. */
  static long nanosOf(long millis) {
    return TimeUnit.MILLISECONDS.toNanos(
        Math.clamp(millis, 0, RpcOptions.MAX_CALL_TIMEOUT.toMillis()));
  }
}
