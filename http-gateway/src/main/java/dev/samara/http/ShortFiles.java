package dev.samara.http;

import dev.samara.http.FilesHandler.Found;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Short files that were read a moment ago. Those not asked for longest make room for others. Any
 * thread.
 */
final class ShortFiles {
  static final int MAX_BYTES = 16 << 20;

  /** What an entry takes besides its content, about. */
  private static final int OVERHEAD_BYTES = 512;

  private final long freshNanos;
  private final LongSupplier nanoTime;

  // Guarded by this.
  private final Map<List<String>, Known> byPath = new LinkedHashMap<>(16, 0.75f, true);
  private long bytes;

  private record Known(Found.File file, long readAt) {
    long bytes() {
      return OVERHEAD_BYTES + file.content().state().sizeBytes();
    }
  }

  ShortFiles(Duration freshFor, LongSupplier nanoTime) {
    this.freshNanos = freshFor.toNanos();
    this.nanoTime = nanoTime;
  }

  /** What was read of it, if that was just now. */
  synchronized Optional<Found.File> find(List<String> path) {
    Known known = byPath.get(path);
    if (known == null || nanoTime.getAsLong() - known.readAt() > freshNanos) {
      return Optional.empty();
    }
    return Optional.of(known.file());
  }

  synchronized void put(List<String> path, Found.File file) {
    var known = new Known(file, nanoTime.getAsLong());
    Known before = byPath.put(List.copyOf(path), known);
    bytes += known.bytes() - (before == null ? 0 : before.bytes());
    var eldest = byPath.values().iterator();
    while (bytes > MAX_BYTES) {
      bytes -= eldest.next().bytes();
      eldest.remove();
    }
  }
}
