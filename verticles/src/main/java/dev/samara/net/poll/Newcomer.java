package dev.samara.net.poll;

import dev.samara.net.connection.Cause;
import dev.samara.net.connection.Connection;
import java.util.Optional;

/**
 * A connection a mailbox is told of for the first time. In a mailbox that asks, its messages wait
 * until one of the three answers is given; in others it is accepted already. Any thread.
 */
public final class Newcomer {

  private final Mailbox mailbox;
  private final MailSession session;
  private final Optional<String> name;

  Newcomer(Mailbox mailbox, MailSession session, Optional<String> name) {
    this.mailbox = mailbox;
    this.session = session;
    this.name = name;
  }

  /**
   * The connection.
   *
   * @return the connection
   */
  public Connection connection() {
    return session.connection();
  }

  /**
   * The name it was known by when it was polled.
   *
   * @return the client's name, or empty for somebody unknown
   */
  public Optional<String> name() {
    return name;
  }

  /** Lets it in: its messages come with the next batches. */
  public void accept() {
    session.accept();
  }

  /**
   * Lets it in by a door of its own: its messages are read apart from the others'.
   *
   * @return where they are read
   */
  public Separate separate() {
    var separate = mailbox.separate(session.connection());
    session.accept();
    return separate;
  }

  /**
   * Sends it away, after what was sent to it has left. Its unread messages count as rejected.
   *
   * @param reason why, for a person; it comes back with the disconnect event
   */
  public void refuse(String reason) {
    session.refuse(Cause.TURNED_AWAY, reason);
  }
}
