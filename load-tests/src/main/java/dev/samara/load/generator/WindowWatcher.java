package dev.samara.load.generator;

import java.io.IOException;

/** Told when the measured window opens and closes, on the thread that runs the load. */
public interface WindowWatcher {
  /** Watches nothing. */
  WindowWatcher NONE =
      new WindowWatcher() {
        @Override
        public void opened() {}

        @Override
        public void closed() {}
      };

  /**
   * The warm-up is over; a quick look at a counter is all there is time for.
   *
   * @throws IOException if there is nothing to look at any more; ends the run
   */
  void opened() throws IOException;

  /**
   * The window is over; the last answers are on their way.
   *
   * @throws IOException if there is nothing to look at any more; ends the run
   */
  void closed() throws IOException;
}
