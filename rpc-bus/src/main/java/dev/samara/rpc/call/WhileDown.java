package dev.samara.rpc.call;

/** What becomes of calls over a link while it has no connection. */
public enum WhileDown {
  /**
   * They wait for the next connection, at most until their deadlines, and as many as {@code
   * RpcTuning.maxQueuedBytes} allows; beyond that they fail as {@link FailureKind#OVERLOADED}.
   */
  WAIT,
  /**
   * They fail at once as {@link FailureKind#CONNECTION_LOST}, and {@link RpcException#mayRetry}
   * says that they may be made again.
   */
  FAIL
}
