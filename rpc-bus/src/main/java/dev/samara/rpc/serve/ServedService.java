package dev.samara.rpc.serve;

import dev.samara.rpc.call.ServiceInfo;
import dev.samara.rpc.call.ServiceOptions;
import dev.samara.rpc.contract.ServiceContract;
import dev.samara.rpc.dialogue.IncomingCall;
import io.vertx.core.internal.ContextInternal;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A service that this node offers. Any thread.
 *
 * @param name with its version
 * @param home where methods run that return a future or a stream; wherever a call arrives if empty
 * @param ownership of a shard, whose methods are not announced: its hosts say what they are
 */
record ServedService(
    String name,
    ServiceContract contract,
    Object implementation,
    Optional<ContextInternal> home,
    ServiceOptions options,
    Optional<Ownership> ownership,
    Gate gate,
    ServiceFigures figures) {

  private static final Duration SHORTEST_HINT = Duration.ofMillis(1);
  private static final Duration LONGEST_HINT = Duration.ofSeconds(30);

  ServedService(
      String name,
      ServiceContract contract,
      Object implementation,
      Optional<ContextInternal> home,
      ServiceOptions options,
      Optional<Ownership> ownership) {
    this(
        name,
        contract,
        implementation,
        home,
        options,
        ownership,
        new Gate(options.maxConcurrentCalls(), options.maxQueuedCalls()),
        new ServiceFigures());
  }

  ServiceInfo info(String node) {
    return new ServiceInfo(
        name,
        node,
        ownership.isPresent() ? List.of() : contract.signatures(),
        figures.calls(),
        figures.failures(),
        figures.total(),
        figures.longest(),
        ownership.map(own -> OptionalLong.of(own.epoch())).orElseGet(OptionalLong::empty));
  }

  /** Calls a method of the implementation. */
  Object invoke(Method method, Object[] arguments) throws ReflectiveOperationException {
    return ownership.isPresent()
        ? ownership.get().running().invoke(method, implementation, arguments)
        : method.invoke(implementation, arguments);
  }

  /** Whether a call may be dealt with; if so {@link #left} follows. */
  boolean takes(IncomingCall call) {
    return ownership.isEmpty() || ownership.get().running().enter(call);
  }

  void left(IncomingCall call) {
    ownership.ifPresent(own -> own.running().leave(call));
  }

  /** When those who wait now have had their turn, as far as can be said. */
  Duration retryAfter() {
    return options
        .retryAfter()
        .orElseGet(() -> {
          long turns = 1 + gate.queued() / options.maxConcurrentCalls();
          Duration wait = figures.recent().multipliedBy(turns);
          return wait.compareTo(SHORTEST_HINT) < 0
              ? SHORTEST_HINT
              : wait.compareTo(LONGEST_HINT) > 0 ? LONGEST_HINT : wait;
        });
  }
}
