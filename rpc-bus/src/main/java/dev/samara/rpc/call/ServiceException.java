package dev.samara.rpc.call;

/**
 * A failure that a service means to tell its callers: thrown, or failing the future, it comes back
 * as an {@link RpcException} of kind {@link FailureKind#CALLEE_FAILED} with this code. Without
 * stack trace, since it is expected.
 */
public class ServiceException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** For programs. */
  private final String code;

  /**
   * A failure.
   *
   * @param code for programs, 1 to 128 characters
   * @param message for humans
   */
  public ServiceException(String code, String message) {
    super(message, null, false, false);
    if (code == null || code.isBlank() || code.length() > 128) {
      throw new IllegalArgumentException("code: " + code + " (expected: 1 to 128 characters)");
    }
    this.code = code;
  }

  /**
   * What programs go by.
   *
   * @return the code
   */
  public String code() {
    return code;
  }
}
