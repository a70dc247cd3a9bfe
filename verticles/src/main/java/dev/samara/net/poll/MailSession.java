package dev.samara.net.poll;

import dev.samara.net.connection.Cause;
import dev.samara.net.connection.Event;
import dev.samara.net.connection.Session;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * The news of one connection, from its event loop to pollers. Fields are guarded by this, for a few
 * instructions at a time; the connection's credit bounds the messages, {@link #MAX_REJECTED} the
 * rejected ones, and of everything else there is at most one.
 */
final class MailSession implements Session {

  /** How many rejected messages are kept for a poller; more are counted. */
  static final int MAX_REJECTED = 1_024;

  private final Control control;
  private final Mailbox mailbox;
  private final boolean dialled;

  /** Run when it has opened: lets the doorkeeper meet it. */
  private Runnable meeting = () -> {};

  private final ArrayDeque<Event> events = new ArrayDeque<>();
  private Lane lane;

  /** Whether it is in its lane, or in a batch that has not been dealt with. */
  private boolean listed;

  /** How often it has changed lanes: a batch from before does not keep it from being read. */
  private int moves;

  /** Whether its arrival has been polled from the mailbox itself. */
  private boolean known;

  /** Whether its messages wait until somebody accepts it. */
  private boolean atTheDoor;

  private boolean outputEmpty;
  private boolean ended;

  /** Nobody has been told of it, nor will be. */
  private boolean passedBy;

  /** Another route has the connection. */
  private boolean left;

  private int rejected;
  private int moreRejected;

  MailSession(Control control, Mailbox mailbox, Lane lane, boolean dialled, boolean atTheDoor) {
    this.control = control;
    this.mailbox = mailbox;
    this.lane = lane;
    this.dialled = dialled;
    this.atTheDoor = atTheDoor;
  }

  Control connection() {
    return control;
  }

  // On the event loop:

  @Override
  public void opened() {
    if (mailbox.isClosed()) {
      control.fail(Cause.DRAINED, Mailbox.CLOSED);
      return;
    }
    synchronized (this) {
      events.add(arrival());
      list();
    }
    meeting.run();
  }

  /** Before it opens. */
  void whenOpen(Runnable task) {
    meeting = task;
  }

  private Event arrival() {
    return dialled
        ? new Event.ConnectFinished(control, true, List.of())
        : new Event.RemoteConnected(control);
  }

  @Override
  public void connectFailed(Event.ConnectFinished event) {
    mailbox.remove(control);
    synchronized (this) {
      ended = true;
      known = true;
      events.add(event);
      list();
    }
  }

  @Override
  public void messages(List<Buffer> messages) {
    if (mailbox.isClosed()) {
      control.refused(messages.size());
      return;
    }
    synchronized (this) {
      for (var message : messages) {
        events.add(new Event.MessageReceived(control, message));
      }
      list();
    }
  }

  /** The pollers are told nothing: for them it has gone, like one that they have let go. */
  @Override
  public Future<List<Buffer>> leave() {
    mailbox.remove(control);
    var unread = new ArrayList<Buffer>();
    synchronized (this) {
      left = true;
      for (var event : events) {
        if (event instanceof Event.MessageReceived received) {
          unread.add(received.message());
        }
      }
      events.clear();
      outputEmpty = false;
      moreRejected = 0;
      lane.remove(this);
      if (lane != mailbox.lane()) {
        lane.end(Batch.State.ENDED);
      }
    }
    return Future.succeededFuture(unread);
  }

  @Override
  public synchronized void outputEmpty() {
    outputEmpty = true;
    list();
  }

  @Override
  public synchronized void rejected(Event.MessageRejected event) {
    if (passedBy) {
      return;
    }
    if (rejected < MAX_REJECTED) {
      rejected++;
      events.add(event);
    } else {
      moreRejected++;
    }
    list();
  }

  @Override
  public void closed(Event.Disconnected event) {
    mailbox.remove(control);
    synchronized (this) {
      ended = true;
      atTheDoor = false;
      outputEmpty = false;
      events.add(event);
      if (!forgotten()) {
        list();
      }
    }
  }

  /**
   * Drops everything if it ended before the mailbox was told of it: however many pass by between
   * two polls, nothing of them may stay.
   */
  private boolean forgotten() {
    if (ended && !known && lane == mailbox.lane()) {
      passedBy = true;
      events.clear();
      mailbox.passedBy();
    }
    return passedBy;
  }

  // Any thread:

  /** Puts it into its lane if there is something to tell. */
  private void list() {
    assert Thread.holdsLock(this);
    if (!listed && hasNews()) {
      listed = true;
      lane.add(this);
    }
  }

  private boolean hasNews() {
    return outputEmpty
        || moreRejected > 0
        || !events.isEmpty() && (!atTheDoor || isArrival(events.peek()));
  }

  private static boolean isArrival(Event event) {
    return event instanceof Event.RemoteConnected
        || event instanceof Event.ConnectFinished finished && finished.success();
  }

  /** Gives its news to a poller. */
  synchronized void take(Gathering into, int maxMessages) {
    var messages = 0;
    while (hasEventFor(messages, maxMessages)) {
      var event = events.poll();
      into.events.add(event);
      switch (event) {
        case Event.MessageReceived _ -> messages++;
        case Event.MessageRejected _ -> rejected--;
        case Event.RemoteConnected _ -> arrived(into);
        case Event.ConnectFinished finished when finished.success() -> arrived(into);
        case Event.ConnectFinished _ -> mailbox.told(into.lane);
        case Event.Disconnected _ -> mailbox.told(into.lane);
      }
    }
    if (outputEmpty) {
      outputEmpty = false;
      into.outputEmpty.add(control);
    }
    into.moreRejected += moreRejected;
    moreRejected = 0;
    into.lease.add(this, messages, moves);
  }

  private void arrived(Gathering into) {
    known |= into.lane == mailbox.lane();
    into.newcomers.add(new Newcomer(mailbox, this, control.client()));
  }

  private boolean hasEventFor(int messages, int maxMessages) {
    var next = events.peek();
    return next != null
        && (!atTheDoor || isArrival(next))
        && (messages < maxMessages || !(next instanceof Event.MessageReceived));
  }

  /** The batch with its news has been dealt with. */
  void dealtWith(int messages, int movesThen) {
    if (messages > 0) {
      control.handledElsewhere(messages);
    }
    synchronized (this) {
      if (moves == movesThen) {
        listed = false;
        list();
      }
    }
  }

  synchronized void accept() {
    atTheDoor = false;
    list();
  }

  void refuse(Cause cause, String reason) {
    synchronized (this) {
      if (left) {
        return;
      }
      events.removeIf(Event.MessageReceived.class::isInstance);
    }
    control
        .context()
        .runOnContext(_ -> {
          control.refused(Control.ALL);
          control.fail(cause, reason);
        });
  }

  /** What is unread and what comes is read there; nothing is lost or changes places. */
  synchronized void moveTo(Lane target) {
    if (lane == target) {
      return;
    }
    lane.remove(this);
    lane = target;
    moves++;
    listed = false;
    if (forgotten()) {
      return;
    }
    if (target == mailbox.lane() && !known && !isArrival(events.peek())) {
      events.addFirst(arrival());
    }
    list();
  }

  /** The mailbox is closed: nobody will read what is here. */
  void shut() {
    synchronized (this) {
      events.clear();
      if (lane != mailbox.lane()) {
        lane.end(Batch.State.ENDED);
      }
    }
    refuse(Cause.DRAINED, Mailbox.CLOSED);
  }
}
