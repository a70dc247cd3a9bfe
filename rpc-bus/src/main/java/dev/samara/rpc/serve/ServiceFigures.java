package dev.samara.rpc.serve;

import dev.samara.rpc.call.FailureKind;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/** What a service has done. Any thread. */
final class ServiceFigures {
  private final Map<FailureKind, LongAdder> failures = new EnumMap<>(FailureKind.class);

  /** One for each event loop that it was called on, by their numbers. Grows; never changed. */
  private volatile LoopFigures[] loops = {};

  ServiceFigures() {
    for (FailureKind kind : FailureKind.values()) {
      failures.put(kind, new LongAdder());
    }
  }

  /** What it does on one event loop. */
  LoopFigures on(int loop) {
    LoopFigures[] known = loops;
    return loop < known.length ? known[loop] : grown(loop);
  }

  private synchronized LoopFigures grown(int loop) {
    if (loop >= loops.length) {
      LoopFigures[] more = Arrays.copyOf(loops, loop + 1);
      for (int i = loops.length; i < more.length; i++) {
        more[i] = new LoopFigures();
      }
      loops = more;
    }
    return loops[loop];
  }

  void failed(FailureKind kind) {
    failures.get(kind).increment();
  }

  private long sum(ToLongFunction<LoopFigures> figure) {
    return Stream.of(loops).mapToLong(figure).sum();
  }

  long calls() {
    return sum(LoopFigures::calls);
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
    return Duration.ofNanos(sum(LoopFigures::nanos));
  }

  Duration longest() {
    return Duration.ofNanos(Stream.of(loops).mapToLong(LoopFigures::longestNanos).max().orElse(0));
  }

  /** How long a call takes lately, on the event loop where it takes longest. */
  Duration recent() {
    return Duration.ofNanos(Stream.of(loops).mapToLong(LoopFigures::recentNanos).max().orElse(0));
  }
}
