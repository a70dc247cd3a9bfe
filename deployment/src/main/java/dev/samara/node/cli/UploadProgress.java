package dev.samara.node.cli;

import java.util.function.LongConsumer;

/** A line on a terminal that says how far an upload is; nothing anywhere else. One thread. */
final class UploadProgress implements LongConsumer, AutoCloseable {
  private static final long EVERY_NANOS = 100_000_000;

  private final long size;
  private final boolean shown;
  private long lastNanos;

  UploadProgress(long size) {
    this.size = size;
    var console = System.console();
    this.shown = console != null && console.isTerminal();
  }

  @Override
  public void accept(long bytes) {
    long now = System.nanoTime();
    if (shown && (bytes == size || now - lastNanos > EVERY_NANOS)) {
      lastNanos = now;
      System.err.print(line(bytes, size) + "\u001b[K\r");
    }
  }

  static String line(long bytes, long size) {
    long percent = size == 0 ? 100 : (long) (100.0 * bytes / size);
    return "%3d %%  %d of %d bytes".formatted(percent, bytes, size);
  }

  @Override
  public void close() {
    if (shown) {
      System.err.print("\u001b[K");
    }
  }
}
