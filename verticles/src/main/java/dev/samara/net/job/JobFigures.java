package dev.samara.net.job;

/**
 * Where jobs went. Each submitted job is in exactly one of the others: {@code submitted = done +
 * failed + cancelled + returned + rejected + sleeping + pending + active}.
 *
 * @param submitted handed over
 * @param done came to their end
 * @param failed have thrown
 * @param cancelled were cancelled, before or while they ran
 * @param returned never ran because the queue closed
 * @param rejected were refused at once: queue full or closed
 * @param sleeping wait for their time
 * @param pending wait for their turn
 * @param active run now
 */
public record JobFigures(
    long submitted,
    long done,
    long failed,
    long cancelled,
    long returned,
    long rejected,
    long sleeping,
    long pending,
    long active) {

  /** No jobs. */
  public static final JobFigures ZERO = new JobFigures(0, 0, 0, 0, 0, 0, 0, 0, 0);

  /**
   * Adds figures.
   *
   * @param other the other ones
   * @return the sum, term by term
   */
  public JobFigures plus(JobFigures other) {
    return new JobFigures(
        submitted + other.submitted,
        done + other.done,
        failed + other.failed,
        cancelled + other.cancelled,
        returned + other.returned,
        rejected + other.rejected,
        sleeping + other.sleeping,
        pending + other.pending,
        active + other.active);
  }

  /**
   * Whether every job is accounted for.
   *
   * @return true if so
   */
  public boolean addsUp() {
    return submitted
        == done + failed + cancelled + returned + rejected + sleeping + pending + active;
  }
}
