package dev.samara.net.connection;

/**
 * The running counts behind a {@link Balance}. Not thread-safe: owned by one event loop. What is in
 * flight is not derived from the counts but told by the queues themselves, so that a message lost
 * between them shows.
 */
public final class Ledger {

  private long accepted;
  private long flushed;
  private long incomplete;
  private long returned;
  private long rejected;
  private long expired;

  /** Makes a ledger with nothing in it. */
  public Ledger() {}

  /**
   * Counts messages handed over.
   *
   * @param messages how many
   */
  public void accept(int messages) {
    accepted += messages;
  }

  /**
   * Counts messages sent or dealt with.
   *
   * @param messages how many
   */
  public void flush(int messages) {
    flushed += messages;
  }

  /** Counts a message that was partly sent. */
  public void incomplete() {
    incomplete++;
  }

  /**
   * Counts messages given back.
   *
   * @param messages how many
   */
  public void giveBack(int messages) {
    returned += messages;
  }

  /**
   * Counts messages refused.
   *
   * @param messages how many
   */
  public void reject(int messages) {
    rejected += messages;
  }

  /**
   * Counts messages not dealt with in time.
   *
   * @param messages how many
   */
  public void expire(int messages) {
    expired += messages;
  }

  /**
   * Takes the balance.
   *
   * @param inFlight what the queues hold now
   * @return the counts at this moment
   */
  public Balance balance(long inFlight) {
    return new Balance(accepted, flushed, incomplete, returned, rejected, expired, inFlight);
  }
}
