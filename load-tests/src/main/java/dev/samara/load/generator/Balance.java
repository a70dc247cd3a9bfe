package dev.samara.load.generator;

/**
 * What became of the messages of a run, each counted where it happens.
 *
 * @param sent messages given to a connection
 * @param answered messages whose right answer came
 * @param failed messages that will never get one: they were in flight when the run broke off
 */
public record Balance(long sent, long answered, long failed) {
  /** The balance of nothing. */
  static final Balance ZERO = new Balance(0, 0, 0);

  /**
   * Whether each message ended in exactly one way.
   *
   * @return true if sent = answered + failed
   */
  public boolean adds() {
    return sent == answered + failed;
  }

  Balance plus(Balance other) {
    return new Balance(sent + other.sent, answered + other.answered, failed + other.failed);
  }

  /** For error messages. */
  @Override
  public String toString() {
    return sent + " sent, " + answered + " answered, " + failed + " failed";
  }
}
