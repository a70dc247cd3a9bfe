package dev.samara.net.route;

import dev.samara.net.connection.Connection;
import dev.samara.net.connection.ConnectionId;
import dev.samara.net.connection.Route;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * Conversations on virtual threads that can be listed, waited for and ended from outside: what
 * {@link Routes#thread} does, with an account of who is talking. Any thread.
 */
public final class Conversations {

  private record Talk(Thread thread, long sinceNanos, Promise<Void> end) {}

  private final Conversation conversation;
  private final LongSupplier nanoTime;
  private final Map<ConnectionId, Talk> talks = new ConcurrentHashMap<>();

  private Conversations(Conversation conversation, LongSupplier nanoTime) {
    this.conversation = conversation;
    this.nanoTime = nanoTime;
  }

  /**
   * One that runs.
   *
   * @param connection whom it talks to
   * @param age since when
   * @param waiting whether its thread waits for something now: a message, a lock, a sleep
   */
  public record Running(ConnectionId connection, Duration age, boolean waiting) {}

  /**
   * Conversations of one kind.
   *
   * @param conversation the code, run once for each connection
   * @return none yet
   */
  public static Conversations of(Conversation conversation) {
    return of(conversation, System::nanoTime);
  }

  /** With another clock. */
  static Conversations of(Conversation conversation, LongSupplier nanoTime) {
    return new Conversations(conversation, nanoTime);
  }

  /**
   * The route whose connections are listed here. May be given to several listeners.
   *
   * @return the route
   */
  public Route route() {
    return Routes.thread(this::talk);
  }

  private void talk(Connection connection) throws Exception {
    var talk = new Talk(Thread.currentThread(), nanoTime.getAsLong(), Promise.promise());
    talks.put(connection.id(), talk);
    try {
      conversation.talk(connection);
    } finally {
      talks.remove(connection.id(), talk);
      talk.end.complete();
    }
  }

  /**
   * Who is talking.
   *
   * @return the oldest first
   */
  public List<Running> running() {
    var now = nanoTime.getAsLong();
    return talks.entrySet().stream()
        .map(entry -> {
          var talk = entry.getValue();
          var waits =
              switch (talk.thread.getState()) {
                case WAITING, TIMED_WAITING, BLOCKED -> true;
                default -> false;
              };
          return new Running(entry.getKey(), Duration.ofNanos(now - talk.sinceNanos), waits);
        })
        .sorted(Comparator.comparing(Running::age).reversed())
        .toList();
  }

  /**
   * Waits for one.
   *
   * @param connection whom it talks to
   * @return completes when its code has returned or thrown; at once if it does not run
   */
  public Future<Void> join(ConnectionId connection) {
    var talk = talks.get(connection);
    return talk == null ? Future.succeededFuture() : talk.end.future();
  }

  /**
   * Interrupts one: whatever it waits for throws, and unless it catches that its connection is
   * closed, with what it has not dealt with rejected.
   *
   * @param connection whom it talks to
   * @return whether it was running
   */
  public boolean kill(ConnectionId connection) {
    var talk = talks.get(connection);
    if (talk == null) {
      return false;
    }
    talk.thread.interrupt();
    return true;
  }
}
