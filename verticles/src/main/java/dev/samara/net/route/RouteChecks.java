package dev.samara.net.route;

import java.time.Duration;

/** Checks of what bus routes are given. */
final class RouteChecks {

  private RouteChecks() {}

  static void check(String address, Duration answerTimeout) {
    if (address.isBlank()) {
      throw new IllegalArgumentException("address: '' (expected: a bus address)");
    }
    if (answerTimeout.toMillis() < 1) {
      throw new IllegalArgumentException(
          "answerTimeout: %d ms (expected: >= 1)".formatted(answerTimeout.toMillis()));
    }
  }
}
