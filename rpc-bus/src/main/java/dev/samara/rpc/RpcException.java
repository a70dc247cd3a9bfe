package dev.samara.rpc;

/**
 * A call that failed. The message is one line, complete for a human; there is no stack trace, since
 * these failures are expected.
 */
public final class RpcException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Why. */
  private final FailureKind kind;

  /** The service's name. */
  private final String service;

  /** The method's name. */
  private final String method;

  RpcException(FailureKind kind, String service, String method, String message) {
    super(message, null, false, false);
    this.kind = kind;
    this.service = service;
    this.method = method;
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
}
