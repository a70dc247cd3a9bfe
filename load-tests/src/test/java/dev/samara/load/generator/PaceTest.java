package dev.samara.load.generator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class PaceTest {
  private static final Window WINDOW = new Window(1_000, 2_000);

  @Test
  void closedLoopReplacesWhatWasAnswered() {
    Pace pace = new Pace.Closed(WINDOW, 3);
    assertEquals(3, pace.due(0, 0, 0));
    assertEquals(1, pace.due(0, 5, 2));
    assertEquals(OptionalLong.empty(), pace.next(5));
    pace.sent(4, 777);
    assertEquals(777, pace.beganNanos(4));
    assertTrue(pace.measures(4, 1_999));
    assertFalse(pace.measures(4, 2_000));
    assertFalse(pace.isOver(1_999, 5));
    assertTrue(pace.isOver(2_000, 5));
  }

  @Test
  void openLoopSendsAtItsMoments() {
    Pace pace = new Pace.Open(WINDOW, 500, 100, 1_000);
    assertEquals(0, pace.due(499, 0, 0));
    assertEquals(1, pace.due(500, 0, 0));
    assertEquals(0, pace.due(599, 1, 1));
    assertEquals(1, pace.due(600, 1, 1));
    assertEquals(OptionalLong.of(600), pace.next(1));
  }

  @Test
  void whatIsLateIsSentAtOnceAndItsTimeRuns() {
    Pace pace = new Pace.Open(WINDOW, 500, 100, 1_000);
    assertEquals(6, pace.due(1_000, 0, 0));
    assertEquals(800, pace.beganNanos(3));
    pace.sent(3, 1_000);
    assertEquals(800, pace.beganNanos(3), "the moment counts, not the sending");
  }

  @Test
  void moreThanTheLimitWaits() {
    Pace pace = new Pace.Open(WINDOW, 500, 100, 4);
    assertEquals(4, pace.due(1_000, 0, 0));
    assertEquals(0, pace.due(1_000, 4, 4));
    assertEquals(2, pace.due(1_100, 4, 2));
  }

  @Test
  void allMomentsOfTheWindowAreSentAndMeasuredHoweverLate() {
    Pace pace = new Pace.Open(WINDOW, 500, 100, 1_000);
    assertEquals(15, pace.due(1_000_000, 0, 0));
    assertFalse(pace.isOver(1_000_000, 14));
    assertTrue(pace.isOver(0, 15));
    assertEquals(OptionalLong.empty(), pace.next(15));
    assertFalse(pace.measures(4, 1_500), "of the warm-up");
    assertTrue(pace.measures(5, 1_000_000));
    assertTrue(pace.measures(14, 1_000_000));
  }
}
