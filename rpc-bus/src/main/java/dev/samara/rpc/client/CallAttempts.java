package dev.samara.rpc.client;

import java.util.Optional;

/** Makes the attempts of one call, where there may be several. Owned by the call's event loop. */
interface CallAttempts {

  /**
   * Begins; the call gets its outcome, later or before this returns.
   *
   * @param idempotent whether the method may run twice
   * @param key of the call
   * @param deadlineNanos when it has to be over, or none
   */
  void start(boolean idempotent, Optional<String> key, long deadlineNanos);

  /** The call has its outcome: what is under way is given up, and nothing follows. */
  void giveUp();
}
