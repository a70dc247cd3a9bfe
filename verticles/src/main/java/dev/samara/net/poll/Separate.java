package dev.samara.net.poll;

import dev.samara.net.connection.Connection;
import java.time.Duration;
import java.util.Optional;

/** The news of one connection of a mailbox, read apart from the others', until merged. */
public final class Separate {

  private final Connection connection;
  private final Optional<MailSession> session;
  private final Lane main;
  private final Lane lane;

  Separate(Connection connection, Optional<MailSession> session, Lane main, Lane lane) {
    this.connection = connection;
    this.session = session;
    this.main = main;
    this.lane = lane;
  }

  /**
   * The connection.
   *
   * @return the connection
   */
  public Connection connection() {
    return connection;
  }

  /**
   * Waits for news of the connection.
   *
   * @param within how long at most; zero looks only
   * @return what there is; empty if the time is over, and marked if nothing more can come
   * @throws InterruptedException if the thread is interrupted while it waits
   * @throws IllegalStateException on an event loop
   */
  public Batch poll(Duration within) throws InterruptedException {
    return poll(within, Integer.MAX_VALUE);
  }

  /**
   * Waits for the next message or other news, and leaves further messages where they are: for a
   * handshake after which somebody else goes on reading.
   *
   * @param within how long at most; zero looks only
   * @return a batch with at most one message
   * @throws InterruptedException if the thread is interrupted while it waits
   * @throws IllegalStateException on an event loop
   */
  public Batch pollOne(Duration within) throws InterruptedException {
    return poll(within, 1);
  }

  private Batch poll(Duration within, int maxMessages) throws InterruptedException {
    Mailbox.checkMayWait();
    return lane.poll(within, maxMessages);
  }

  /**
   * Gives the connection to the mailbox, with all that is unread, in order. Who waits here gets an
   * empty batch marked {@link Batch.State#MERGED}. Any thread; again does nothing.
   */
  public void merge() {
    if (lane.state() != Batch.State.MERGED) {
      session.ifPresent(one -> one.moveTo(main));
      lane.end(Batch.State.MERGED);
      lane.settle();
    }
  }

  /** What the calling thread polled last counts as dealt with. */
  void settle() {
    lane.settle();
  }

  boolean isStillApart() {
    return lane.state() == Batch.State.OPEN;
  }
}
