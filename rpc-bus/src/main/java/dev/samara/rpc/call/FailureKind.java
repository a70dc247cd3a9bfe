package dev.samara.rpc.call;

/** The closed set of ways a call can fail. The codes are stable on the wire. */
public enum FailureKind {
  /** No node offers the service, or the chosen node has just withdrawn it. The call did not run. */
  NO_SUCH_SERVICE(1, true),
  /** The service has no method of that name. The call did not run. */
  NO_SUCH_METHOD(2, false),
  /** The arguments do not fit the method. The call did not run. */
  BAD_ARGUMENTS(3, false),
  /** A message beyond its limit: the arguments (the call did not run) or the result (it ran). */
  REFUSED(4, false),
  /** Too many calls pending on the caller's side or served on the other. The call did not run. */
  OVERLOADED(5, true),
  /** No answer before the deadline. The call may have run. */
  EXPIRED(6, false),
  /** Given up on the caller's side, by interruption or by closing. The call may have run. */
  CANCELLED(7, false),
  /** The implementation failed, or its result could not be read. The call ran. */
  CALLEE_FAILED(8, false),
  /** The node left or died while the call was pending. The call may have run. */
  NODE_LEFT(9, false),
  /**
   * The connection was lost, the request could not be handed over, or the answer was dropped
   * because the caller's side does not read. The call may have run.
   */
  CONNECTION_LOST(10, false);

  private final int code;
  private final boolean mayRetry;

  FailureKind(int code, boolean mayRetry) {
    this.code = code;
    this.mayRetry = mayRetry;
  }

  /**
   * Whether the same call may be sent again, whatever it does.
   *
   * @return true if the call certainly did not run and may succeed later; if false, EXPIRED,
   *     CANCELLED, NODE_LEFT and CONNECTION_LOST are worth a retry for an idempotent method only,
   *     and the others will fail again
   */
  public boolean mayRetry() {
    return mayRetry;
  }

  /**
   * The number that stands for this kind on the wire.
   *
   * @return 1 to 255
   */
  public int code() {
    return code;
  }

  /**
   * The kind with that number.
   *
   * @param code as it came over the wire
   * @return the kind; CALLEE_FAILED for a code of a newer version
   */
  public static FailureKind ofCode(int code) {
    for (FailureKind kind : values()) {
      if (kind.code == code) {
        return kind;
      }
    }
    return CALLEE_FAILED;
  }
}
