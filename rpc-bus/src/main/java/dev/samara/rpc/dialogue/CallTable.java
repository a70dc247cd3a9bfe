package dev.samara.rpc.dialogue;

import dev.samara.rpc.call.FailureKind;

/** Calls under way that a {@link CallLoop} looks after. On its event loop. */
interface CallTable {

  /** Ends the calls whose deadline has come. */
  void sweep(long nowNanos);

  /** Ends all of them, and later ones at once. A second time is nothing. */
  void close(FailureKind kind, String reason);
}
