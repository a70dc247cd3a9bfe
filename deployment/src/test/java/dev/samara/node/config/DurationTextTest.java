package dev.samara.node.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationTextTest {

  @ParameterizedTest
  @CsvSource({
    "500ms,PT0.5S",
    "10s,PT10S",
    "2m,PT2M",
    "1h,PT1H",
    "0,PT0S",
    "1500,PT1.5S",
    "' 10s ',PT10S",
    "8760h,PT8760H",
    "000000000001s,PT1S"
  })
  void readsWhatPeopleWrite(String text, Duration expected) {
    assertEquals(expected, DurationText.parse(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "s", "-1s", "1.5s", "10 s", "10S", "1d", "1m30s", "9999999999999"})
  void refusesOtherForms(String text) {
    var failure = assertThrows(IllegalArgumentException.class, () -> DurationText.parse(text));
    assertEquals(
        "'" + text + "' is no duration (expected: 500ms, 10s, 2m or 1h)", failure.getMessage());
  }

  @Test
  void refusesMoreThanAYear() {
    var failure = assertThrows(IllegalArgumentException.class, () -> DurationText.parse("8761h"));
    assertEquals("'8761h' is too long (expected: at most 8760h)", failure.getMessage());
  }
}
