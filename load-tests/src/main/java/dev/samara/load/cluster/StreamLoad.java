package dev.samara.load.cluster;

import dev.samara.load.generator.Measurement;
import dev.samara.load.generator.ProcessorClock;
import dev.samara.load.generator.Window;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.HdrHistogram.Histogram;

/**
 * Takes the items of a stream as they come, and checks each. The first wrong one, or an end of the
 * stream, ends it. Run by one thread, which waits.
 */
final class StreamLoad {
  private static final Duration FIRST_PATIENCE = Duration.ofSeconds(15);

  private final ItemReader reader;
  private final CompletableFuture<Void> begun = new CompletableFuture<>();
  private final CompletableFuture<Void> fault = new CompletableFuture<>();

  /** Opens a stream. */
  @FunctionalInterface
  interface Source {
    /**
     * Opens it.
     *
     * @param into is given what comes
     * @return ends the stream, whatever became of it
     */
    Runnable open(StreamLoad into);
  }

  private StreamLoad(Content content) {
    this.reader = new ItemReader(content);
  }

  /** Runs a load; the clock is told of the window. */
  static Measurement run(Source source, Shape shape, ProcessorClock clock)
      throws IOException, InterruptedException {
    StreamLoad load = new StreamLoad(new Content(shape.bytes()));
    Runnable close = source.open(load);
    try {
      return load.measure(shape, clock);
    } finally {
      close.run();
    }
  }

  /** Takes the next bytes; on one thread. */
  void take(ByteBuf bytes) {
    begun.complete(null);
    if (!reader.accept(bytes)) {
      fail("a wrong item after %d".formatted(reader.items()));
    }
  }

  /** The stream has ended or failed. Any thread. */
  void fail(String reason) {
    fault.completeExceptionally(new IOException(reason));
  }

  private Measurement measure(Shape shape, ProcessorClock clock)
      throws IOException, InterruptedException {
    if (!Waits.within(CompletableFuture.anyOf(begun, fault), FIRST_PATIENCE.toNanos())) {
      throw new IOException("no item has come");
    }
    Window window = Window.after(shape.warmUp(), shape.window());
    runUntil(window.openNanos());
    clock.opened();
    long before = reader.items();
    runUntil(window.closeNanos());
    long items = reader.items() - before;
    clock.closed();
    return new Measurement(
        items, Duration.ofNanos(window.lengthNanos()), clock.used(), new Histogram(3));
  }

  private void runUntil(long nanoTime) throws IOException, InterruptedException {
    Waits.within(fault, Math.max(0, nanoTime - System.nanoTime()));
  }
}
