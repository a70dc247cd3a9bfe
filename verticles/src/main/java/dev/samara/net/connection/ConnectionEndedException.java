package dev.samara.net.connection;

/**
 * What was asked of a connection cannot be done, because it has ended or is ending. Carries no
 * stack trace. Another try on the same connection cannot help.
 */
public final class ConnectionEndedException extends IllegalStateException {

  private static final long serialVersionUID = 1L;

  private final Cause why;

  /**
   * Makes the exception.
   *
   * @param why why the connection ended
   * @param reason the same, for a person
   */
  public ConnectionEndedException(Cause why, String reason) {
    super("the connection is closed: " + reason);
    this.why = why;
  }

  /**
   * Why the connection ended.
   *
   * @return one that {@link Cause#endsConnection ends connections}
   */
  public Cause why() {
    return why;
  }

  @Override
  public synchronized Throwable fillInStackTrace() {
    return this;
  }
}
