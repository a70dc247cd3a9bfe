package dev.samara.load;

import java.time.Duration;

/** One line on the terminal that says how far a bench is; nothing at all elsewhere. */
final class Progress {
  private static final String ERASE = "\r\033[K";

  private final boolean shown = System.console() != null && System.console().isTerminal();
  private final long beganNanos = System.nanoTime();
  private final int steps;
  private int done;

  Progress(int steps) {
    this.steps = steps;
  }

  /** Before a step. */
  void step(String what) {
    if (shown) {
      System.err.print(ERASE + "%d/%d %s%s".formatted(done + 1, steps, what, left()));
      System.err.flush();
    }
    done++;
  }

  /** Before anything else is printed. */
  void clear() {
    if (shown) {
      System.err.print(ERASE);
      System.err.flush();
    }
  }

  private String left() {
    if (done == 0) {
      return "";
    }
    Duration left = Duration.ofNanos((System.nanoTime() - beganNanos) / done * (steps - done));
    return ", %d:%02d left".formatted(left.toMinutes(), left.toSecondsPart());
  }
}
