package dev.samara.load;

import java.io.PrintStream;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * One line on the terminal that says how far a bench is, and how much time is left if the rest goes
 * on as before; nothing at all elsewhere. Used by one thread.
 */
final class Progress {
  private static final String ERASE = "\r\033[K";

  private final boolean shown;
  private final PrintStream terminal;
  private final LongSupplier nanoClock;
  private final long beganNanos;
  private final int steps;
  private int begun;

  /** Shown if there is a terminal. */
  Progress(int steps) {
    this(
        steps,
        System.console() != null && System.console().isTerminal(),
        System.err,
        System::nanoTime);
  }

  Progress(int steps, boolean shown, PrintStream terminal, LongSupplier nanoClock) {
    this.steps = steps;
    this.shown = shown;
    this.terminal = terminal;
    this.nanoClock = nanoClock;
    this.beganNanos = nanoClock.getAsLong();
  }

  /** Before a step. */
  void step(String what) {
    if (shown) {
      terminal.print(ERASE + "%d/%d %s%s".formatted(begun + 1, steps, what, left()));
      terminal.flush();
    }
    begun++;
  }

  /** Before anything else is printed. */
  void clear() {
    if (shown) {
      terminal.print(ERASE);
      terminal.flush();
    }
  }

  /** Of the first step nobody knows how long it takes. */
  private String left() {
    if (begun == 0) {
      return "";
    }
    long spent = nanoClock.getAsLong() - beganNanos;
    Duration left = Duration.ofNanos(spent / begun * Math.max(0, steps - begun));
    return ", %d:%02d left".formatted(left.toMinutes(), left.toSecondsPart());
  }
}
