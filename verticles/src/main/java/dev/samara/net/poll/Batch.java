package dev.samara.net.poll;

import dev.samara.net.connection.Connection;
import dev.samara.net.connection.Event;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What has happened to connections since the poll before. Immutable.
 *
 * <p>A batch counts as dealt with when the same thread polls again, or calls {@link #done}; only
 * then its connections' messages make room for more. Until then no other poller gets news of these
 * connections, so that the order within a connection is kept however many threads poll.
 */
public final class Batch {

  /** Whether more can come. */
  public enum State {
    /** More can come. */
    OPEN,
    /** No more here: the connection's news goes to the mailbox again. */
    MERGED,
    /** No more: the mailbox is closed or, read apart, the connection has ended. */
    ENDED
  }

  private final State state;
  private final List<Event> events;
  private final Map<Connection, List<Buffer>> messages;
  private final List<Newcomer> newcomers;
  private final Set<Connection> outputEmpty;
  private final int moreRejected;
  private final int passedBy;
  private final Lease lease;

  Batch(State state, Gathering gathered, int passedBy, Lease lease) {
    this.state = state;
    this.events = Collections.unmodifiableList(gathered.events);
    this.messages = byConnection(gathered.events);
    this.newcomers = Collections.unmodifiableList(gathered.newcomers);
    this.outputEmpty = Collections.unmodifiableSet(gathered.outputEmpty);
    this.moreRejected = gathered.moreRejected;
    this.passedBy = passedBy;
    this.lease = lease;
  }

  private static Map<Connection, List<Buffer>> byConnection(List<Event> events) {
    var messages = new LinkedHashMap<Connection, List<Buffer>>();
    for (var event : events) {
      if (event instanceof Event.MessageReceived received) {
        messages
            .computeIfAbsent(received.connection(), _ -> new ArrayList<>())
            .add(received.message());
      }
    }
    messages.replaceAll((_, list) -> Collections.unmodifiableList(list));
    return Collections.unmodifiableMap(messages);
  }

  /**
   * Whether more can come after this batch.
   *
   * @return open, or why it is over
   */
  public State state() {
    return state;
  }

  /**
   * Whether nothing has happened.
   *
   * @return true if there is neither an event nor an empty output
   */
  public boolean isEmpty() {
    return events.isEmpty() && outputEmpty.isEmpty();
  }

  /**
   * All events.
   *
   * @return in order for each connection
   */
  public List<Event> events() {
    return events;
  }

  /**
   * The events of one connection.
   *
   * @param connection the connection
   * @return in order
   */
  public List<Event> events(Connection connection) {
    return events.stream().filter(event -> event.connection() == connection).toList();
  }

  /**
   * The messages.
   *
   * @return for each connection that has sent any, in order
   */
  public Map<Connection, List<Buffer>> messages() {
    return messages;
  }

  /**
   * Who is new.
   *
   * @return the connections this mailbox is told of for the first time
   */
  public List<Newcomer> newcomers() {
    return newcomers;
  }

  /**
   * Who is new and known by name.
   *
   * @return the newcomers that are named clients
   */
  public List<Newcomer> expected() {
    return newcomers.stream().filter(newcomer -> newcomer.name().isPresent()).toList();
  }

  /**
   * Who is new and has no name.
   *
   * @return the other newcomers
   */
  public List<Newcomer> unknown() {
    return newcomers.stream().filter(newcomer -> newcomer.name().isEmpty()).toList();
  }

  /**
   * Who has left. Messages that were still unread then are in this batch or an earlier one; nobody
   * is there to be answered, so they count as returned.
   *
   * @return how each connection ended, and what was not sent
   */
  public List<Event.Disconnected> disconnected() {
    return only(Event.Disconnected.class);
  }

  /**
   * What came of dialling.
   *
   * @return the outgoing connections that are there, or have failed for good
   */
  public List<Event.ConnectFinished> connectFinished() {
    return only(Event.ConnectFinished.class);
  }

  /**
   * What was not accepted for sending.
   *
   * @return the messages and the reasons, at most 1,024 for each connection
   */
  public List<Event.MessageRejected> rejected() {
    return only(Event.MessageRejected.class);
  }

  /**
   * What was not accepted for sending beyond what {@link #rejected} lists.
   *
   * @return how many messages
   */
  public int moreRejected() {
    return moreRejected;
  }

  private <E extends Event> List<E> only(Class<E> kind) {
    return events.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  /**
   * To whom everything has been sent.
   *
   * @return the connections whose output has run empty
   */
  public Set<Connection> outputEmpty() {
    return outputEmpty;
  }

  /**
   * Who has come and gone between two polls.
   *
   * @return how many connections ended before this mailbox was told of them
   */
  public int passedBy() {
    return passedBy;
  }

  /**
   * Says that the batch has been dealt with, without polling again. Any thread; again is no fault.
   */
  public void done() {
    lease.end();
  }
}
