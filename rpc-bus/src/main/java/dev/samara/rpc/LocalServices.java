package dev.samara.rpc;

import dev.samara.rpc.Envelope.Answer;
import dev.samara.rpc.Envelope.Failure;
import dev.samara.rpc.Envelope.Request;
import dev.samara.rpc.call.FailureKind;
import dev.samara.rpc.call.ServiceInfo;
import dev.samara.rpc.contract.MethodContract;
import dev.samara.rpc.text.Texts;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/**
 * What this node offers, and the calls it serves. Services come and go on any thread, calls arrive
 * on the event loop of the {@link RpcNode}, and outcomes come from any thread.
 */
final class LocalServices {
  private final RpcOptions options;
  private final Bus bus;
  private final LongSupplier nanoTime;
  private final Map<String, ServedService> services = new ConcurrentHashMap<>();
  private final AtomicInteger serving = new AtomicInteger();
  private final Promise<Void> drained = Promise.promise();
  private volatile boolean draining;

  LocalServices(RpcOptions options, Bus bus, LongSupplier nanoTime) {
    this.options = options;
    this.bus = bus;
    this.nanoTime = nanoTime;
  }

  /** Adds a service; false if there is one of that name. */
  boolean add(ServedService service) {
    return services.putIfAbsent(service.name(), service) == null;
  }

  /** Removes a service, calls being served go on; false if there is none of that name. */
  boolean remove(String name) {
    return services.remove(name) != null;
  }

  boolean offers(String name) {
    return services.containsKey(name);
  }

  List<ServiceInfo> infos() {
    return services.values().stream().map(service -> service.info(options.nodeName())).toList();
  }

  /** Completes when no call is being served. */
  Future<Void> drain() {
    draining = true;
    checkDrained();
    return drained.future();
  }

  /** Serves a call: its outcome goes to the caller's node. */
  void serve(Request request) {
    ServedService service = services.get(request.service());
    if (service == null) {
      String words = here() + " does not offer the service '" + request.service() + "' any more";
      reply(request, new Failure(request.callId(), FailureKind.NO_SUCH_SERVICE, words));
      return;
    }
    service.calls().increment();
    Optional<MethodContract> method = service.contract().method(request.method());
    if (method.isEmpty()) {
      String known = String.join(", ", service.contract().signatures());
      String words =
          "the service '"
              + service.name()
              + "' has no method '"
              + request.method()
              + "', but "
              + known;
      refuse(request, service, FailureKind.NO_SUCH_METHOD, words);
    } else if (request.arguments().length > options.maxMessageBytes()) {
      refuse(
          request,
          service,
          FailureKind.REFUSED,
          tooLarge(request, "arguments have", request.arguments()));
    } else if (serving.incrementAndGet() > options.maxConcurrentCalls()) {
      finished();
      String words = here() + " serves " + options.maxConcurrentCalls() + " calls already";
      refuse(request, service, FailureKind.OVERLOADED, words);
    } else {
      long deadline = nanoTime.getAsLong() + Caller.nanosOf(request.remainingMillis());
      ServedCall.Outcome outcome = outcomeOf(request, service);
      new ServedCall(request, service, method.get(), deadline, nanoTime, outcome).start();
    }
  }

  private ServedCall.Outcome outcomeOf(Request request, ServedService service) {
    return new ServedCall.Outcome() {
      @Override
      public void answered(byte[] result) {
        if (result.length > options.maxMessageBytes()) {
          failed(FailureKind.REFUSED, tooLarge(request, "result has", result));
        } else {
          reply(request, new Answer(request.callId(), result));
          finished();
        }
      }

      @Override
      public void failed(FailureKind kind, String message) {
        refuse(request, service, kind, message);
        finished();
      }
    };
  }

  private void refuse(Request request, ServedService service, FailureKind kind, String message) {
    service.failures().increment();
    reply(request, new Failure(request.callId(), kind, Texts.oneLine(message)));
  }

  private void reply(Request request, Envelope outcome) {
    bus.outcome(request.caller(), outcome);
  }

  private void finished() {
    serving.decrementAndGet();
    checkDrained();
  }

  private void checkDrained() {
    if (draining && serving.get() == 0) {
      drained.tryComplete();
    }
  }

  private String here() {
    return "node '" + options.nodeName() + "'";
  }

  private String tooLarge(Request request, String what, byte[] bytes) {
    return String.format(
        "%s.%s: the %s %d bytes, limit %d",
        request.service(), request.method(), what, bytes.length, options.maxMessageBytes());
  }
}
