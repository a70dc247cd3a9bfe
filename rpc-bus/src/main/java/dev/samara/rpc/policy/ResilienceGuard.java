package dev.samara.rpc.policy;

import dev.samara.rpc.call.FailureKind;
import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** A bulkhead for all calls and a circuit breaker for each node, of the library Resilience4j. */
final class ResilienceGuard implements Guard {
  /** Beyond so many nodes the breakers of all are made anew: nodes come and go under new ids. */
  private static final int MOST_NODES = 1_000;

  private final Optional<BreakerOptions> options;
  private final Optional<CircuitBreakerConfig> config;
  private final Bulkhead bulkhead;
  private final Map<String, CircuitBreaker> breakers = new ConcurrentHashMap<>();

  ResilienceGuard(CallPolicy policy, LongSupplier nanoTime) {
    options = policy.breaker();
    config = options.map(breaker -> config(breaker, nanoTime));
    bulkhead =
        Bulkhead.of(
            "calls",
            BulkheadConfig.custom()
                .maxConcurrentCalls(policy.maxConcurrentCalls())
                .maxWaitDuration(Duration.ZERO)
                .build());
  }

  private static CircuitBreakerConfig config(BreakerOptions options, LongSupplier nanoTime) {
    return CircuitBreakerConfig.custom()
        .failureRateThreshold(options.failurePercent())
        .slidingWindowType(SlidingWindowType.COUNT_BASED)
        .slidingWindowSize(options.lastCalls())
        .minimumNumberOfCalls(options.leastCalls())
        .waitDurationInOpenState(options.openFor())
        .permittedNumberOfCallsInHalfOpenState(options.trialCalls())
        .currentTimestampFunction(clock -> nanoTime.getAsLong(), TimeUnit.NANOSECONDS)
        .clock(new NanoClock(nanoTime))
        .build();
  }

  @Override
  public boolean enter() {
    return bulkhead.tryAcquirePermission();
  }

  @Override
  public void leave() {
    bulkhead.releasePermission();
  }

  @Override
  public boolean admits(String nodeId) {
    if (config.isEmpty()) {
      return true;
    }
    if (breakers.size() >= MOST_NODES && !breakers.containsKey(nodeId)) {
      breakers.clear();
    }
    return breakers
        .computeIfAbsent(nodeId, id -> CircuitBreaker.of(id, config.get()))
        .tryAcquirePermission();
  }

  @Override
  public void answered(String nodeId, Duration took) {
    breaker(nodeId).ifPresent(breaker -> breaker.onSuccess(took.toNanos(), TimeUnit.NANOSECONDS));
  }

  @Override
  public void failed(String nodeId, FailureKind kind, Duration took) {
    if (counts(kind)) {
      breaker(nodeId)
          .ifPresent(
              breaker -> breaker.onError(took.toNanos(), TimeUnit.NANOSECONDS, new Failed()));
    } else if (kind == FailureKind.CANCELLED) {
      givenUp(nodeId);
    } else {
      answered(nodeId, took);
    }
  }

  @Override
  public void givenUp(String nodeId) {
    breaker(nodeId).ifPresent(CircuitBreaker::releasePermission);
  }

  private Optional<CircuitBreaker> breaker(String nodeId) {
    return Optional.ofNullable(breakers.get(nodeId));
  }

  private boolean counts(FailureKind kind) {
    return switch (kind) {
      case NODE_LEFT, CONNECTION_LOST, EXPIRED, OVERLOADED -> true;
      case CALLEE_FAILED -> options.filter(BreakerOptions::countCalleeFailures).isPresent();
      default -> false;
    };
  }

  /** The library asks for a throwable; it is not thrown. */
  private static final class Failed extends Exception {
    private static final long serialVersionUID = 1L;

    Failed() {
      super(null, null, false, false);
    }
  }

  /** The clock that the library reads: it counts from 1970 on, whatever the time is. */
  private static final class NanoClock extends Clock {
    private final LongSupplier nanoTime;
    private final long startNanos;

    NanoClock(LongSupplier nanoTime) {
      this.nanoTime = nanoTime;
      startNanos = nanoTime.getAsLong();
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return Instant.EPOCH.plusNanos(nanoTime.getAsLong() - startNanos);
    }
  }
}
