package dev.samara.rpc.serve;

import dev.samara.rpc.call.CallInterceptor;
import dev.samara.rpc.call.FailureKind;
import dev.samara.rpc.call.MethodInfo;
import dev.samara.rpc.call.ServiceInfo;
import dev.samara.rpc.call.ServiceOptions;
import dev.samara.rpc.contract.MethodContract;
import dev.samara.rpc.contract.ServiceContract;
import dev.samara.rpc.dialogue.CallLoop;
import dev.samara.rpc.dialogue.IncomingCall;
import dev.samara.rpc.dialogue.Server;
import dev.samara.rpc.payload.PayloadFormat;
import dev.samara.rpc.payload.PayloadFormats;
import dev.samara.rpc.text.Texts;
import dev.samara.rpc.wire.Frame;
import dev.samara.rpc.wire.Payload;
import dev.samara.rpc.wire.Window;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.internal.ContextInternal;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What this node offers, and the calls it serves. Services come and go on any thread, calls arrive
 * on all event loops.
 */
public final class ServiceTable implements Server {
  private static final Logger LOG = LoggerFactory.getLogger(ServiceTable.class);

  /**
   * The bounds of all services of the node together.
   *
   * @param nodeName for messages
   * @param maxMessageBytes the longest arguments, result or item
   * @param maxConcurrentCalls how many calls are served at a time
   * @param streamWindow how much of a stream is held
   * @param isDebug whether stack traces travel
   * @param slowCall what takes as long is logged
   */
  public record Limits(
      String nodeName,
      int maxMessageBytes,
      int maxConcurrentCalls,
      Window streamWindow,
      boolean isDebug,
      Duration slowCall) {}

  private final Limits limits;
  private final long slowNanos;
  private final PayloadFormats formats;
  private final CallInterceptor[] interceptors;
  private final Function<ContextInternal, Optional<CallLoop>> loops;

  /** With {@code NodeShards.MOST_SHARDS} no more than an announcement takes. */
  private static final int MOST_SERVICES = 1_000;

  private final Map<String, ServedService> services = new ConcurrentHashMap<>();
  private final AtomicInteger serving = new AtomicInteger();
  private final Promise<Void> drained = Promise.promise();
  private volatile boolean draining;

  /**
   * An empty table.
   *
   * @param limits the bounds
   * @param formats those that are read and written
   * @param interceptors see all calls, in this order
   * @param loops the event loop that a context belongs to, if it is one of the node's
   */
  public ServiceTable(
      Limits limits,
      PayloadFormats formats,
      List<CallInterceptor> interceptors,
      Function<ContextInternal, Optional<CallLoop>> loops) {
    this.limits = limits;
    this.slowNanos = limits.slowCall().toNanos();
    this.formats = formats;
    this.interceptors = interceptors.toArray(CallInterceptor[]::new);
    this.loops = loops;
  }

  /**
   * Adds a service.
   *
   * @param name with its version
   * @param contract what it says
   * @param implementation what is called
   * @param home where methods run that return a future or a stream; wherever a call arrives if
   *     empty
   * @param options how it is served
   * @return false if there is one of that name
   * @throws IllegalArgumentException if there are as many as a node may have
   */
  public boolean add(
      String name,
      ServiceContract contract,
      Object implementation,
      Optional<ContextInternal> home,
      ServiceOptions options) {
    return add(new ServedService(name, contract, implementation, home, options, Optional.empty()));
  }

  /**
   * Adds a shard of a service.
   *
   * @param name its own, with the version
   * @param contract what the service says
   * @param implementation what is called
   * @param home where methods run that return a future or a stream
   * @param options how it is served
   * @param ownership what is said of it, and who has to know of its calls
   * @return false if there is one of that name
   */
  public boolean addShard(
      String name,
      ServiceContract contract,
      Object implementation,
      ContextInternal home,
      ServiceOptions options,
      Ownership ownership) {
    return add(
        new ServedService(
            name, contract, implementation, Optional.of(home), options, Optional.of(ownership)));
  }

  private boolean add(ServedService service) {
    if (service.ownership().isEmpty() && plainServices() >= MOST_SERVICES) {
      throw new IllegalArgumentException(
          "services: %d (expected: at most %d on one node)"
              .formatted(MOST_SERVICES + 1, MOST_SERVICES));
    }
    return services.putIfAbsent(service.name(), service) == null;
  }

  private long plainServices() {
    return services.values().stream().filter(each -> each.ownership().isEmpty()).count();
  }

  /**
   * Which ownership of a shard this node has.
   *
   * @param name of the shard, with the version
   * @return its epoch; empty if this node does not own it
   */
  public Optional<Long> epoch(String name) {
    return Optional.ofNullable(services.get(name))
        .flatMap(ServedService::ownership)
        .map(Ownership::epoch);
  }

  /**
   * Removes a service; calls being served go on.
   *
   * @param name with its version
   * @return false if there is none of that name
   */
  public boolean remove(String name) {
    return services.remove(name) != null;
  }

  /**
   * Whether this node offers it.
   *
   * @param name with its version
   * @return true if it does
   */
  public boolean offers(String name) {
    return services.containsKey(name);
  }

  /**
   * What a service says.
   *
   * @param name with its version
   * @return its contract
   */
  public Optional<ServiceContract> contract(String name) {
    return Optional.ofNullable(services.get(name)).map(ServedService::contract);
  }

  /**
   * The methods of all services, but for those with streams and those of shards.
   *
   * @return by the names of the service and the method
   */
  public List<MethodInfo> methods() {
    return services.values().stream()
        .filter(service -> service.ownership().isEmpty())
        .sorted(Comparator.comparing(ServedService::name))
        .flatMap(service ->
            service.contract().methods().stream()
                .flatMap(method -> method.info(service.name()).stream()))
        .toList();
  }

  /**
   * What this node offers.
   *
   * @return with figures
   */
  public List<ServiceInfo> infos() {
    return services.values().stream().map(service -> service.info(limits.nodeName())).toList();
  }

  /**
   * Waits for the calls being served.
   *
   * @return completes when there is none
   */
  public Future<Void> drain() {
    draining = true;
    checkDrained();
    return drained.future();
  }

  /**
   * The same services for peers that may call some of them only.
   *
   * @param allowed asked with the service's name
   * @return refuses all others as if they did not exist
   */
  public Server restricted(Predicate<String> allowed) {
    return call -> {
      if (allowed.test(call.endpoint().service())) {
        serve(call);
      } else {
        notOffered(call);
      }
    };
  }

  private void notOffered(IncomingCall call) {
    call.fail(FailureKind.NO_SUCH_SERVICE, notOffered(call.endpoint().service()));
  }

  private String notOffered(String service) {
    return here() + " does not offer the service '" + service + "' any more";
  }

  @Override
  public void serve(IncomingCall call) {
    ServedService service = services.get(call.endpoint().service());
    if (service == null) {
      notOffered(call);
      return;
    }
    service.figures().on(call.loop().index()).arrived();
    Optional<MethodContract> method = service.contract().method(call.endpoint().method());
    Payload arguments = call.arguments();
    Optional<PayloadFormat> format =
        arguments.isInMemory() ? Optional.empty() : formats.withId(arguments.format());
    if (method.isEmpty()) {
      refuse(call, service, FailureKind.NO_SUCH_METHOD, noSuchMethod(service, call));
    } else if (arguments.length() > limits.maxMessageBytes()) {
      String words = tooLarge(call.endpoint().toString(), "arguments have", arguments.length());
      refuse(call, service, FailureKind.REFUSED, words);
    } else if (!arguments.isInMemory() && format.isEmpty()) {
      String words = here() + " does not read the format " + arguments.format();
      refuse(call, service, FailureKind.BAD_ARGUMENTS, words);
    } else {
      admit(new ServedCall(call, service, method.get(), format, this), call, service);
    }
  }

  private static void refuse(
      IncomingCall call, ServedService service, FailureKind kind, String words) {
    service.figures().failed(kind);
    call.fail(kind, words);
  }

  private void admit(ServedCall served, IncomingCall call, ServedService service) {
    if (!service.takes(call)) {
      refuse(call, service, FailureKind.NO_SUCH_SERVICE, notOffered(service.name()));
      return;
    }
    if (serving.incrementAndGet() > limits.maxConcurrentCalls()) {
      service.left(call);
      finished();
      overloaded(call, service, here() + " serves " + limits.maxConcurrentCalls());
      return;
    }
    Gate.Entry entry = service.gate().enter(served);
    if (entry == Gate.Entry.FULL) {
      service.left(call);
      finished();
      int most = service.options().maxConcurrentCalls();
      overloaded(call, service, "the service '" + service.name() + "' deals with " + most);
      return;
    }
    served.traced(Trace.begin(served));
    call.onEnd(served);
    if (entry == Gate.Entry.IN) {
      served.start();
    }
  }

  /** A call that was admitted has its outcome. */
  void served(
      ServedCall served, ServedService service, Optional<FailureKind> failure, long tookNanos) {
    service.left(served.incoming());
    tellServed(served, failure, tookNanos);
    service.gate().leave(served).ifPresent(ServedCall::startElsewhere);
    finished();
  }

  private void tellServed(ServedCall served, Optional<FailureKind> failure, long tookNanos) {
    if (tookNanos >= slowNanos) {
      LOG.warn(
          "slow: {}.{} for {} took {} ms{}",
          served.service(),
          served.method(),
          served.caller(),
          TimeUnit.NANOSECONDS.toMillis(tookNanos),
          failure.map(kind -> " and ended " + kind).orElse(""));
    }
    for (CallInterceptor interceptor : interceptors) {
      try {
        interceptor.served(served, failure, Duration.ofNanos(tookNanos));
      } catch (RuntimeException broken) {
        LOG.warn("an interceptor failed: {}", Texts.describe(broken));
      }
    }
  }

  private void overloaded(IncomingCall call, ServedService service, String what) {
    String words = Texts.oneLine(what + " calls already");
    service.figures().failed(FailureKind.OVERLOADED);
    long hint = Math.max(1, service.retryAfter().toMillis());
    call.fail(new Frame.Failure(0, FailureKind.OVERLOADED, words, Optional.empty(), hint));
  }

  private static String noSuchMethod(ServedService service, IncomingCall call) {
    String known = String.join(", ", service.contract().signatures());
    return "the service '%s' has no method '%s', but %s"
        .formatted(service.name(), call.endpoint().method(), known);
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
    return "node '" + limits.nodeName() + "'";
  }

  String tooLarge(Object endpoint, String what, int bytes) {
    return String.format(
        "%s: the %s %d bytes, limit %d", endpoint, what, bytes, limits.maxMessageBytes());
  }

  int maxMessageBytes() {
    return limits.maxMessageBytes();
  }

  Window streamWindow() {
    return limits.streamWindow();
  }

  boolean isDebug() {
    return limits.isDebug();
  }

  /** The event loop that code on a context runs on, if it runs on one of the node's. */
  Optional<CallLoop> loopOf(ContextInternal context) {
    return context.isEventLoopContext() ? loops.apply(context) : Optional.empty();
  }

  /** Lets the interceptors see a call that is about to run; throws what refuses it. */
  void serving(ServedCall call) {
    for (CallInterceptor interceptor : interceptors) {
      interceptor.serving(call);
    }
  }

  Logger log() {
    return LOG;
  }
}
