package dev.samara.net.connection;

/**
 * A message that was not sent whole. Carries no stack trace: the peer or a limit causes it, not the
 * code.
 */
public final class UndeliveredException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Which term of the {@link Balance} the message is in. */
  public enum Outcome {
    /** Part of it was sent; sending it again on a new connection may make the peer see it twice. */
    INCOMPLETE,
    /** Nothing of it was sent; it may be sent again on another connection. */
    RETURNED,
    /** It was not accepted: the reason says whether another try can help. */
    REJECTED,
    /** It waited too long; nothing of it was sent, and it may be sent again. */
    EXPIRED
  }

  private final Outcome outcome;
  private final Cause why;

  /**
   * Makes the exception.
   *
   * @param outcome what became of the message
   * @param why which of the closed set of causes it was
   * @param reason why, for a person
   */
  public UndeliveredException(Outcome outcome, Cause why, String reason) {
    super(reason, null, true, false);
    this.outcome = outcome;
    this.why = why;
  }

  /**
   * What became of the message.
   *
   * @return the outcome
   */
  public Outcome outcome() {
    return outcome;
  }

  /**
   * Why it was not sent: tells the peer's close from the own one, from time limits, and so on.
   *
   * @return the cause; {@link Cause#endsConnection} says whether another connection is needed
   */
  public Cause why() {
    return why;
  }
}
