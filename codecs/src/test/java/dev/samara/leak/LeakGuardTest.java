package dev.samara.leak;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.util.ResourceLeakDetector;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** With a detector of its own, whose leaks are in no log. */
class LeakGuardTest {

  private static final class Planted {}

  private static final class QuietDetector extends ResourceLeakDetector<Object> {

    QuietDetector() {
      super(Planted.class, 1);
      setLeakListener(LeakGuard::leaked);
    }

    @Override
    protected boolean needReport() {
      return true;
    }

    @Override
    protected void reportTracedLeak(String type, String records) {
      // Only the guard is to hear of it.
    }
  }

  private final QuietDetector detector = new QuietDetector();

  @Test
  void whatIsDroppedWithoutItsReleaseIsNoticed() {
    drop();
    List<String> leaks = new ArrayList<>();
    for (var i = 0; i < 200 && leaks.isEmpty(); i++) {
      LeakGuard.collect();
      look();
      leaks.addAll(LeakGuard.take());
    }
    assertEquals(1, leaks.size(), leaks.toString());
    assertTrue(leaks.getFirst().contains("Planted was not released: "), leaks.getFirst());
    assertEquals(List.of(), LeakGuard.take());
  }

  private void drop() {
    detector.track(new Object());
  }

  /** The detector looks whenever something new is tracked. */
  private void look() {
    var kept = new Object();
    detector.track(kept).close(kept);
  }

  @Test
  void whatIsReleasedIsNoLeak() {
    look();
    LeakGuard.collect();
    look();
    assertEquals(List.of(), LeakGuard.take());
  }
}
