package dev.samara.load.generator;

/**
 * A run that broke off: a wrong, missing or surplus answer, or a connection that was refused or
 * closed. Has no stack trace. Running the same plan again is safe, but a wrong answer is a fault of
 * the server.
 */
public final class LoadException extends Exception {
  private static final long serialVersionUID = 1;

  private final transient Balance balance;

  LoadException(String message, Balance balance) {
    super(message, null, false, false);
    this.balance = balance;
  }

  /**
   * What became of the messages until then.
   *
   * @return the balance, which adds up
   */
  public Balance balance() {
    return balance;
  }
}
