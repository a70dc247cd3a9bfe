package dev.samara.load.web;

import io.vertx.core.buffer.Buffer;
import java.util.concurrent.ConcurrentHashMap;

/** Documents of any size, each made once. Any thread. */
final class Bodies {
  private static final int MAX_BYTES = 64 << 20;

  private final ConcurrentHashMap<Integer, Buffer> bySize = new ConcurrentHashMap<>();

  /** The document of so many bytes as the path says in its last segment. */
  Buffer of(String path) {
    int bytes = Integer.parseInt(path.substring(path.lastIndexOf('/') + 1));
    if (bytes < 0 || bytes > MAX_BYTES) {
      throw new IllegalArgumentException("no document of " + bytes + " bytes");
    }
    return bySize.computeIfAbsent(bytes, size -> Buffer.buffer(new byte[size]));
  }
}
