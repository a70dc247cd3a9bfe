package dev.samara.net.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.samara.net.time.AlarmClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ManualClockTest {

  private final ManualClock clock = new ManualClock();
  private final long began = clock.nanoTime();
  private final List<String> rung = new ArrayList<>();

  @Test
  void standsStillUntilMoved() {
    assertEquals(began, clock.getAsLong());
    clock.advance(Duration.ofMinutes(1));
    assertEquals(began + 60_000_000_000L, clock.nanoTime());
  }

  @Test
  void tasksRunInTheirOrderAndEachAtItsTime() {
    clock.at(began + 20, () -> rung.add("b at " + (clock.nanoTime() - began)));
    clock.at(began + 10, () -> rung.add("a at " + (clock.nanoTime() - began)));
    clock.at(began + 31, () -> rung.add("too late"));
    clock.advance(Duration.ofNanos(30));
    assertEquals(List.of("a at 10", "b at 20"), rung);
    assertEquals(began + 30, clock.nanoTime());
  }

  @Test
  void taskMaySetAnotherOneThatIsDueAsWell() {
    clock.at(began + 5, () -> clock.at(began + 6, () -> rung.add("next")));
    clock.advance(Duration.ofNanos(6));
    assertEquals(List.of("next"), rung);
  }

  @Test
  void cancelledTaskDoesNotRun() {
    AlarmClock.Alarm alarm = clock.at(began + 1, () -> rung.add("cancelled"));
    alarm.cancel();
    clock.advance(Duration.ofSeconds(1));
    assertEquals(List.of(), rung);
  }

  @Test
  void goesForwardOnly() {
    assertThrows(IllegalArgumentException.class, () -> clock.advance(Duration.ofNanos(-1)));
  }
}
