package dev.samara.net.job;

/**
 * A job that did not come to an end of its own. Carries no stack trace: a bound or somebody's wish
 * is the cause, not the code.
 */
public final class JobNotDoneException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** What became of the job. */
  public enum Outcome {
    /** The queue is full; the job never ran, and another try later can help. */
    FULL,
    /** The queue takes no jobs any more; the job never ran. */
    CLOSED,
    /** The queue was closed before its turn; the job never ran. */
    RETURNED,
    /** Somebody cancelled it; it may have run in part. */
    CANCELLED
  }

  private final Outcome outcome;

  JobNotDoneException(Outcome outcome, String reason, Throwable cause) {
    super(reason, cause, true, false);
    this.outcome = outcome;
  }

  /**
   * What became of the job.
   *
   * @return the outcome
   */
  public Outcome outcome() {
    return outcome;
  }
}
