package dev.samara.rpc.client;

import dev.samara.rpc.wire.Frame;
import java.time.Duration;
import java.util.Optional;

/** Decides whether a failed attempt is followed by another: the seam for retries. Any thread. */
public interface Repeats {
  /** Never: each call is one attempt. */
  Repeats NEVER = (attempts, failure, idempotent, remaining) -> Optional.empty();

  /**
   * Decides.
   *
   * @param attempts how many there were
   * @param failure how the last one ended; its kind says whether it can have run
   * @param idempotent whether the method may run twice
   * @param remaining until the deadline; empty if there is none
   * @return how long to wait before the next; empty to fail
   */
  Optional<Duration> next(
      int attempts, Frame.Failure failure, boolean idempotent, Optional<Duration> remaining);
}
