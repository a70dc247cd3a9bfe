package dev.samara.net;

import dev.samara.net.connection.CloseMode;
import dev.samara.net.lifecycle.LiveConnection;
import dev.samara.net.lifecycle.Loop;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** The connections of one listener, on all event loops. Any thread. */
final class ListenerConnections {

  private final Listener listener;
  private final Loops loops;

  ListenerConnections(Listener listener, Loops loops) {
    this.listener = listener;
    this.loops = loops;
  }

  /** Lets them finish; completes when they have, or when the time is over. */
  Future<Void> drain(Duration within) {
    return each(
            connection -> {
              connection.drain(within);
              return connection.closed();
            })
        .timeout(Math.max(1, within.toMillis()), TimeUnit.MILLISECONDS)
        .recover(_ -> Future.succeededFuture());
  }

  /** Closes them; completes when they are closed. */
  Future<Void> close() {
    return each(connection -> connection.close(CloseMode.NOW));
  }

  private Future<Void> each(Function<LiveConnection, Future<?>> end) {
    return loops
        .askEach(loop -> mine(loop).stream().map(end).toList())
        .compose(all -> Future.<Object>join(all.stream().flatMap(List::stream).toList()))
        .mapEmpty();
  }

  private List<LiveConnection> mine(Loop loop) {
    return loop.connections().stream()
        .filter(connection -> connection.id().listener().equals(listener.name()))
        .toList();
  }
}
