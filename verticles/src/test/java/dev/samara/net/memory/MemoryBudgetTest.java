package dev.samara.net.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.samara.net.connection.Notice;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** Limits with hysteresis, and one notice at each edge. */
class MemoryBudgetTest {

  private static final long MIB = 1024 * 1024;

  private final MemoryBudget budget =
      new MemoryBudget(new MemoryLimits(8 * MIB, 8 * MIB, 12 * MIB));
  private final List<Notice> notices = new CopyOnWriteArrayList<>();

  MemoryBudgetTest() {
    budget.observe(notices::add);
  }

  @Test
  void pressesAtTheLimitAndRelievesAtThreeQuarters() {
    budget.add(8 * MIB - 1, 0);
    assertFalse(budget.isPressed());
    budget.add(1, 0);
    assertTrue(budget.isPressed() && budget.isInPressed());
    budget.add(MIB, 0);
    budget.add(-2 * MIB, 0);
    assertTrue(budget.isPressed(), "7 of 8");
    budget.add(-MIB, 0);
    assertFalse(budget.isPressed());
    assertEquals(
        List.of(new Notice.MemoryPressure("in", 8 * MIB), new Notice.MemoryRelieved("in", 6 * MIB)),
        notices);
  }

  @Test
  void readingStopsBeforeSendsAreRejected() {
    budget.add(0, 7 * MIB);
    assertTrue(budget.isPressed());
    assertFalse(budget.isInPressed());
    assertFalse(budget.isOutFull());
    budget.add(0, MIB);
    assertTrue(budget.isOutFull());
    budget.add(0, -MIB);
    assertFalse(budget.isOutFull());
    assertTrue(budget.isPressed());
    budget.add(0, -MIB);
    assertFalse(budget.isPressed());
    assertEquals(2, notices.size());
  }

  @Test
  void theTotalHasALimitOfItsOwn() {
    budget.add(6 * MIB, 6 * MIB);
    assertTrue(budget.isInPressed());
    assertEquals(List.of(new Notice.MemoryPressure("total", 12 * MIB)), notices);
    budget.add(-3 * MIB, 0);
    assertFalse(budget.isPressed());
  }

  @Test
  void oneNoticeForEachEdgeWhateverTheThreads() throws InterruptedException {
    var threads = new ArrayList<Thread>();
    for (var t = 0; t < 4; t++) {
      threads.add(
          Thread.ofPlatform()
              .start(() -> {
                for (var i = 0; i < 20_000; i++) {
                  budget.add(MIB, 0);
                  budget.add(MIB, 0);
                  budget.add(-2 * MIB, 0);
                }
              }));
    }
    for (var thread : threads) {
      thread.join();
    }
    assertEquals(0, budget.inBytes());
    assertEquals(0, notices.size() % 2, "as many ends as beginnings");
    for (var i = 0; i < notices.size(); i++) {
      assertEquals(i % 2 == 0, notices.get(i) instanceof Notice.MemoryPressure, "notice " + i);
    }
  }

  @Test
  void limitsAreChecked() {
    assertThrows(IllegalArgumentException.class, () -> new MemoryLimits(MIB, 1, MIB));
    assertThrows(IllegalArgumentException.class, () -> new MemoryLimits(1, MIB, MIB));
    var cause =
        assertThrows(IllegalArgumentException.class, () -> new MemoryLimits(MIB, 2 * MIB, MIB));
    assertEquals("totalBytes: 1048576 (expected: >= 2097152)", cause.getMessage());
  }

  @Test
  void defaultsNeverTakeMoreThanAPartOfTheHeap() {
    assertEquals(
        new MemoryLimits(512 * MIB, 512 * MIB, 2048 * MIB), MemoryLimits.forHeap(16_384 * MIB));
    assertEquals(new MemoryLimits(64 * MIB, 64 * MIB, 128 * MIB), MemoryLimits.forHeap(256 * MIB));
  }
}
