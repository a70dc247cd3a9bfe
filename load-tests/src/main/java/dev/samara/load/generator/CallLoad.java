package dev.samara.load.generator;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Drives clients of RPC: calls in a closed loop or in an open one, or the reading of a stream. Each
 * answer and each item is compared byte by byte. The caller's thread waits meanwhile.
 */
public final class CallLoad {
  /** What the requests in flight of an open loop may hold, of all connections together: 64 MiB. */
  public static final long OPEN_BYTES = 64L << 20;

  private CallLoad() {}

  /**
   * Makes calls through warm-up and window, then waits for the last answers.
   *
   * @param client makes the calls; goes on to live
   * @param plan what to do
   * @param watcher told of the window on this thread
   * @return what was measured; its balance adds up, with no call failed
   * @throws IOException if the watcher throws it, or the content cannot be read
   * @throws LoadException on the first wrong, missing or surplus answer, or failed call
   * @throws InterruptedException if this thread was interrupted
   */
  public static LoadResult calls(CallClient client, CallPlan plan, WindowWatcher watcher)
      throws IOException, LoadException, InterruptedException {
    CallMessages messages = CallMessages.of(plan.content());
    Window window = Window.after(plan.warmUp(), plan.window());
    CallRun run = new CallRun(client, plan, messages, window);
    run.begin();
    return measure(run, plan, window, watcher);
  }

  /**
   * Reads a stream through warm-up and window, then closes the client.
   *
   * @param client opens the stream; closed at the end
   * @param plan what to do; made-up content; connections, depth and rate do not matter
   * @param watcher told of the window on this thread
   * @return what was measured, without latencies: the balance counts items
   * @throws IOException if the watcher throws it
   * @throws LoadException on the first item that is not the next one or has a wrong content, if the
   *     stream ends, or if none came in the window
   * @throws InterruptedException if this thread was interrupted
   */
  public static LoadResult items(ItemClient client, CallPlan plan, WindowWatcher watcher)
      throws IOException, LoadException, InterruptedException {
    if (!(plan.content() instanceof CallContent.MadeUp(int bytes))) {
      throw new IllegalArgumentException(
          "content: %s (expected: made up, for items)".formatted(plan.content()));
    }
    Window window = Window.after(plan.warmUp(), plan.window());
    ItemRun run = new ItemRun(bytes, window);
    try (client) {
      client.open(bytes, run);
      return measure(run, plan, window, watcher);
    }
  }

  private static LoadResult measure(
      WindowRun run, CallPlan plan, Window window, WindowWatcher watcher)
      throws IOException, LoadException, InterruptedException {
    waitUntil(window.openNanos(), run);
    watcher.opened();
    waitUntil(window.closeNanos(), run);
    watcher.closed();
    try {
      return run.done().get(plan.answerTimeout().toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException late) {
      throw new LoadException(
          run.waitsFor() + " within " + plan.answerTimeout().toMillis() + " ms", run.balance());
    } catch (ExecutionException failed) {
      throw failure(failed, run);
    }
  }

  /** In vain, if all goes well: before the window is over a run ends with a fault only. */
  private static void waitUntil(long nanoTime, WindowRun run)
      throws LoadException, InterruptedException {
    try {
      run.done().get(Math.max(0, nanoTime - System.nanoTime()), TimeUnit.NANOSECONDS);
    } catch (TimeoutException noFault) {
      return;
    } catch (ExecutionException failed) {
      throw failure(failed, run);
    }
  }

  private static LoadException failure(ExecutionException failed, WindowRun run) {
    return new LoadException(String.valueOf(failed.getCause().getMessage()), run.balance());
  }

  /** A run on its way. */
  interface WindowRun {
    /** Ends after the window with what was measured, or with the first fault. */
    CompletableFuture<LoadResult> done();

    /** What it waits for, as the beginning of a sentence; any thread. */
    String waitsFor();

    /** What became of the messages, with those in flight given up; any thread. */
    Balance balance();
  }
}
