package dev.samara.net;

import dev.samara.net.connection.Cause;
import dev.samara.net.connection.CloseMode;
import dev.samara.net.connection.ConnectionId;
import dev.samara.net.connection.Event;
import dev.samara.net.lifecycle.LiveConnection;
import dev.samara.net.lifecycle.Loop;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Ends the connections of listeners and of whole hubs. Any thread. */
final class Ending {

  private final Loops loops;

  Ending(Loops loops) {
    this.loops = loops;
  }

  /**
   * Closes connections.
   *
   * @param which by id
   * @param mode under {@link CloseMode#DRAIN} routes may still answer what they have
   * @param within after this the mode is {@link CloseMode#NOW}
   * @param why for a person
   * @return completes when they have ended, with how they did
   */
  Future<List<Event.Disconnected>> close(
      Predicate<ConnectionId> which, CloseMode mode, Duration within, String why) {
    return loops
        .askEach(loop -> close(loop, which, mode, within, why))
        .compose(all -> {
          var ends = all.stream().flatMap(List::stream).toList();
          return Future.join(ends).map(_ -> ends.stream().map(Future::result).toList());
        });
  }

  /** Closes the connections of a listener. */
  Future<List<Event.Disconnected>> close(Listener listener, CloseMode mode, Duration within) {
    return close(
        id -> id.listener().equals(listener.name()), mode, within, "the listener is closed");
  }

  private static List<Future<Event.Disconnected>> close(
      Loop loop, Predicate<ConnectionId> which, CloseMode mode, Duration within, String why) {
    var ends = new ArrayList<Future<Event.Disconnected>>();
    for (var connection : loop.connections()) {
      if (which.test(connection.id())) {
        close(connection, mode, within, why);
        ends.add(connection.closed());
      }
    }
    return ends;
  }

  private static void close(
      LiveConnection connection, CloseMode mode, Duration within, String why) {
    if (mode == CloseMode.DRAIN) {
      connection.drain(within, why);
    } else {
      connection.close(mode, within, Cause.DRAINED);
    }
  }
}
