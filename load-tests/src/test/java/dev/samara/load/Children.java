package dev.samara.load;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** The processes that a bench has started. */
final class Children {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private Children() {}

  /** A process that was killed takes a moment until it is gone. */
  static void assertNoneLeft() {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!alive().isEmpty() && System.nanoTime() < deadline) {
      LockSupport.parkNanos(2_000_000);
    }
    assertEquals(List.of(), alive());
  }

  private static List<String> alive() {
    return ProcessHandle.current()
        .children()
        .filter(ProcessHandle::isAlive)
        .map(child -> child.pid() + " " + child.info().commandLine().orElse("?"))
        .toList();
  }
}
