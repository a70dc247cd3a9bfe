package dev.samara.rpc.bridge;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;

/** What a bridge counts for all its connections. Any thread. */
final class BridgeCounts {

  /** Addresses that connections are registered for now. */
  final LongAdder registrations = new LongAdder();

  /** Requests that clients have and have not answered yet. */
  final LongAdder unanswered = new LongAdder();

  /** Frames about an address that is not permitted. */
  final LongAdder denied = new LongAdder();

  /** Frames that make no sense. */
  final LongAdder invalid = new LongAdder();

  /** What a client did not get: it does not read, is full of requests, or it cannot be said. */
  final LongAdder undelivered = new LongAdder();

  Map<String, Long> figures() {
    return new TreeMap<>(
        Map.of(
            "registrations", registrations.sum(),
            "unanswered", unanswered.sum(),
            "denied", denied.sum(),
            "invalid", invalid.sum(),
            "undelivered", undelivered.sum()));
  }
}
