package dev.samara.rpc.call;

import java.time.Duration;
import java.util.Optional;

/**
 * A call that failed. The message is one line, complete for a human; there is no stack trace, since
 * these failures are expected. A callee in debug mode gives its own, which is the cause: its frames
 * are printed with {@code remote//} in front.
 */
public final class RpcException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Why. */
  private final FailureKind kind;

  /** The service's name. */
  private final String service;

  /** The method's name. */
  private final String method;

  /** What the callee threw; null if it threw nothing. */
  private final transient CalleeError error;

  /** When to try again; null if unknown. */
  private final Duration retryAfter;

  /** Whether the call has certainly not left this node. */
  private final boolean notSent;

  /** The trace that the call belonged to; null if it had none. */
  private final String traceId;

  /**
   * A failure without details.
   *
   * @param kind why
   * @param service the service's name
   * @param method the method's name
   * @param message one line
   */
  public RpcException(FailureKind kind, String service, String method, String message) {
    this(kind, service, method, message, FailureDetails.none());
  }

  /**
   * A failure.
   *
   * @param kind why
   * @param service the service's name
   * @param method the method's name
   * @param message one line
   * @param details what else is known
   */
  public RpcException(
      FailureKind kind, String service, String method, String message, FailureDetails details) {
    super(
        message,
        details.error().flatMap(CalleeError::stack).flatMap(RemoteStack::parse).orElse(null),
        false,
        false);
    this.kind = kind;
    this.service = service;
    this.method = method;
    this.error = details.error().orElse(null);
    this.retryAfter = details.retryAfter().orElse(null);
    this.notSent = details.notSent();
    this.traceId = details.traceId().orElse(null);
  }

  /**
   * Why the call failed.
   *
   * @return the kind, which also says whether to retry
   */
  public FailureKind kind() {
    return kind;
  }

  /**
   * Whether the call certainly did not run and may succeed later: because its kind says so, or
   * because a connection or a node was lost before the call left for it.
   *
   * @return if false, EXPIRED, NODE_LEFT and CONNECTION_LOST are worth a retry for an idempotent
   *     method only
   */
  public boolean mayRetry() {
    return kind.mayRetry()
        || notSent && (kind == FailureKind.NODE_LEFT || kind == FailureKind.CONNECTION_LOST);
  }

  /**
   * The service that was called.
   *
   * @return its name as the caller gave it
   */
  public String service() {
    return service;
  }

  /**
   * The method that was called.
   *
   * @return its name as the caller gave it
   */
  public String method() {
    return method;
  }

  /**
   * What the callee threw.
   *
   * @return empty unless the kind is {@link FailureKind#CALLEE_FAILED}
   */
  public Optional<CalleeError> error() {
    return Optional.ofNullable(error);
  }

  /**
   * The error code that the callee gave with a {@link ServiceException}.
   *
   * @return empty if it threw something else, or nothing
   */
  public Optional<String> code() {
    return error().flatMap(CalleeError::code);
  }

  /**
   * When the same call is worth another attempt, as an overloaded callee estimates it.
   *
   * @return time from now; empty if nobody knows
   */
  public Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }

  /**
   * The trace that the call belonged to, under which a tracer shows what happened on all nodes.
   *
   * @return the id of the W3C Trace Context or the B3 header that travelled with the call; empty
   *     without a tracer, unless the caller gave the metadata {@code traceparent} itself
   */
  public Optional<String> traceId() {
    return Optional.ofNullable(traceId);
  }
}
