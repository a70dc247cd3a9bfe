package dev.samara.net.trace;

import io.vertx.core.Future;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * Remembers where the application asked to send, connect, listen or submit, and adds that to the
 * failure as a suppressed {@link CallSite}. One switch for the process, as it is a matter of
 * debugging; off it costs one read of a field. The system property {@code samara.traceCallSites}
 * sets it at the start. Any thread.
 */
public final class CallSites {

  /** The system property that holds the value for {@link #traceOneIn}. */
  public static final String PROPERTY = "samara.traceCallSites";

  /** How many frames of the application are kept. */
  static final int MAX_FRAMES = 16;

  /** Frames below these names say how the kit works, and not where it was called. */
  private static final List<String> NOT_THE_APPLICATION =
      List.of("dev.samara.net.", "io.vertx.", "io.netty.", "java.", "jdk.");

  private static final StackWalker STACK = StackWalker.getInstance();
  private static final AtomicInteger COUNT = new AtomicInteger();

  /** 0: off; 1: every operation; n: one in n. */
  private static volatile int oneIn = Integer.getInteger(PROPERTY, 0);

  private CallSites() {}

  /**
   * Switches it on or off, for operations from now on.
   *
   * @param operations 0 for none, 1 for every operation, n for one in n
   * @throws IllegalArgumentException if it is negative
   */
  public static void traceOneIn(int operations) {
    if (operations < 0) {
      throw new IllegalArgumentException(
          "traceCallSites: %d (expected: >= 0)".formatted(operations));
    }
    oneIn = operations;
  }

  /**
   * Marks an operation with the place that called it.
   *
   * @param <T> what it results in
   * @param operation what was asked for, such as {@code send}
   * @param outcome its outcome
   * @return the same, or one whose failure says where it was asked for
   */
  public static <T> Future<T> mark(String operation, Future<T> outcome) {
    var every = oneIn;
    if (every == 0 || every > 1 && Math.floorMod(COUNT.getAndIncrement(), every) != 0) {
      return outcome;
    }
    var frames = STACK.walk(CallSites::application);
    if (frames.length == 0) {
      // One part of the kit asks another: the application's call is marked already.
      return outcome;
    }
    var site = new CallSite(operation, frames);
    return outcome.recover(cause -> {
      cause.addSuppressed(site);
      return Future.failedFuture(cause);
    });
  }

  private static StackTraceElement[] application(Stream<StackWalker.StackFrame> frames) {
    return frames
        .filter(frame -> NOT_THE_APPLICATION.stream().noneMatch(frame.getClassName()::startsWith))
        .limit(MAX_FRAMES)
        .map(StackWalker.StackFrame::toStackTraceElement)
        .toArray(StackTraceElement[]::new);
  }
}
