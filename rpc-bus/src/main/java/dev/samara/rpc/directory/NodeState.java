package dev.samara.rpc.directory;

/**
 * What a node says of itself.
 *
 * <pre>
 *   ALIVE ──close()──▶ LEAVING ──drained, or drainTimeout──▶ GONE
 * </pre>
 *
 * ALIVE takes calls. LEAVING is not chosen for new calls and answers those it has. GONE answers
 * nothing any more: calls that still wait for it fail. No other edges; the one transition method is
 * {@code RpcNode.become}.
 */
public enum NodeState {
  /** Takes calls. */
  ALIVE,
  /** Answers the calls it has. */
  LEAVING,
  /** Answers nothing any more. */
  GONE
}
