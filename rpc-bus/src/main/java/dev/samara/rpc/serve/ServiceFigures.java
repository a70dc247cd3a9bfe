package dev.samara.rpc.serve;

import dev.samara.rpc.call.FailureKind;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** What a service has done. Any thread. */
final class ServiceFigures {
  private static final int WEIGHT = 16;

  private final LongAdder calls = new LongAdder();
  private final Map<FailureKind, LongAdder> failures = new EnumMap<>(FailureKind.class);
  private final LongAdder nanos = new LongAdder();
  private final AtomicLong longestNanos = new AtomicLong();

  /**
   * A moving average: each call counts for a sixteenth; races lose a call, which does not matter.
   */
  private volatile long recentNanos;

  ServiceFigures() {
    for (FailureKind kind : FailureKind.values()) {
      failures.put(kind, new LongAdder());
    }
  }

  void arrived() {
    calls.increment();
  }

  /** A call was not dealt with. */
  void refused(FailureKind kind) {
    failures.get(kind).increment();
  }

  void ended(Optional<FailureKind> failure, long tookNanos) {
    failure.ifPresent(kind -> failures.get(kind).increment());
    nanos.add(tookNanos);
    if (tookNanos > longestNanos.get()) {
      longestNanos.accumulateAndGet(tookNanos, Math::max);
    }
    recentNanos += (tookNanos - recentNanos) / WEIGHT;
  }

  long calls() {
    return calls.sum();
  }

  Map<FailureKind, Long> failures() {
    Map<FailureKind, Long> counts = new EnumMap<>(FailureKind.class);
    failures.forEach((kind, count) -> {
      if (count.sum() > 0) {
        counts.put(kind, count.sum());
      }
    });
    return counts;
  }

  Duration total() {
    return Duration.ofNanos(nanos.sum());
  }

  Duration longest() {
    return Duration.ofNanos(longestNanos.get());
  }

  /** How long a call takes lately. */
  Duration recent() {
    return Duration.ofNanos(recentNanos);
  }
}
