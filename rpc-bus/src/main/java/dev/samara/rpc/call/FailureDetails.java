package dev.samara.rpc.call;

import java.time.Duration;
import java.util.Optional;

/**
 * What is known of a failure beside its kind and its words.
 *
 * @param error what the callee threw
 * @param retryAfter when to try again
 * @param notSent whether the call has certainly not left this node
 * @param traceId the trace that the call belonged to
 */
public record FailureDetails(
    Optional<CalleeError> error,
    Optional<Duration> retryAfter,
    boolean notSent,
    Optional<String> traceId) {

  private static final FailureDetails NONE =
      new FailureDetails(Optional.empty(), Optional.empty(), false, Optional.empty());

  /**
   * Nothing else.
   *
   * @return no details
   */
  public static FailureDetails none() {
    return NONE;
  }
}
