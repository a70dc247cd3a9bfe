package dev.samara.load.cluster;

import dev.samara.load.generator.Measurement;
import dev.samara.load.generator.ProcessorClock;
import dev.samara.load.generator.Window;
import io.netty.buffer.ByteBuf;
import io.vertx.core.Completable;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;

/**
 * Asks as many questions at a time as the shape says, a new one for each answer, and checks each
 * answer's content. The first wrong or missing answer ends it. Run by one thread, which waits.
 */
final class ExchangeLoad {
  /** Longer than a call or a request takes to fail. */
  static final Duration PATIENCE = Duration.ofSeconds(15);

  /** Longer latencies count as this. */
  private static final long LONGEST_NANOS = Duration.ofMinutes(2).toNanos();

  private final Exchange exchange;
  private final Shape shape;
  private final Content content;
  private final Window window;
  private final Recorder latencies = new Recorder(LONGEST_NANOS, 3);
  private final AtomicInteger asking;

  /** Ends when all slots have, or with the first fault. */
  private final CompletableFuture<Void> end = new CompletableFuture<>();

  private ExchangeLoad(Exchange exchange, Shape shape) {
    this.exchange = exchange;
    this.shape = shape;
    this.content = new Content(shape.bytes());
    this.asking = new AtomicInteger(shape.depth());
    this.window = Window.after(shape.warmUp(), shape.window());
  }

  /**
   * Runs a load.
   *
   * @param exchange how to ask
   * @param homes where the first questions are asked, in turns
   * @param clock told of the window
   * @param patience how long after the window answers may still come
   */
  static Measurement run(
      Exchange exchange,
      List<? extends Executor> homes,
      Shape shape,
      ProcessorClock clock,
      Duration patience)
      throws IOException, InterruptedException {
    return new ExchangeLoad(exchange, shape).run(homes, clock, patience);
  }

  private Measurement run(List<? extends Executor> homes, ProcessorClock clock, Duration patience)
      throws IOException, InterruptedException {
    for (int i = 0; i < shape.depth(); i++) {
      homes.get(i % homes.size()).execute(new Slot(i)::next);
    }
    runUntil(window.openNanos());
    clock.opened();
    runUntil(window.closeNanos());
    clock.closed();
    if (!Waits.within(end, patience.toNanos())) {
      throw new IOException("answers are missing: %d".formatted(asking.get()));
    }
    Histogram all = latencies.getIntervalHistogram();
    return new Measurement(
        all.getTotalCount(), Duration.ofNanos(window.lengthNanos()), clock.used(), all);
  }

  /** Nothing ends before its time, unless by a fault. */
  private void runUntil(long nanoTime) throws IOException, InterruptedException {
    Waits.within(end, Math.max(0, nanoTime - System.nanoTime()));
  }

  /** One question after the other. Each is asked where the answer to the one before came. */
  private final class Slot implements Completable<ByteBuf> {
    private long number;
    private long askedNanos;

    Slot(int first) {
      this.number = first;
    }

    void next() {
      askedNanos = System.nanoTime();
      if (!window.isOver(askedNanos)) {
        exchange.ask(content.message(number), this);
      } else if (asking.decrementAndGet() == 0) {
        end.complete(null);
      }
    }

    @Override
    public void complete(ByteBuf answer, Throwable failure) {
      long now = System.nanoTime();
      if (failure != null) {
        end.completeExceptionally(failure);
      } else if (!content.matches(number, answer)) {
        end.completeExceptionally(
            new IOException("a wrong answer of %d bytes".formatted(answer.readableBytes())));
      } else {
        if (window.contains(now)) {
          latencies.recordValue(Math.clamp(now - askedNanos, 1, LONGEST_NANOS));
        }
        number += shape.depth();
        next();
      }
    }
  }
}
