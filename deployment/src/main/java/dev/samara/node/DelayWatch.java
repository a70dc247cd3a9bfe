package dev.samara.node;

import dev.samara.net.HubStatus;
import dev.samara.net.time.EventLoopDelay;
import io.vertx.core.Vertx;
import java.util.List;

/**
 * How late the event loops were in the last whole period, the same for all who ask: the hub's own
 * figures begin anew whenever somebody takes them. Any thread.
 */
final class DelayWatch {

  private static final long PERIOD_MILLIS = 5_000;

  private final Vertx vertx;
  private final HubStatus status;
  private final long timer;
  private volatile List<EventLoopDelay> last = List.of();

  DelayWatch(Vertx vertx, HubStatus status) {
    this.vertx = vertx;
    this.status = status;
    this.timer = vertx.setPeriodic(PERIOD_MILLIS, _ -> look());
  }

  void look() {
    last = status.takeEventLoopDelays();
  }

  /** The figures of each event loop; none before the first period is over. */
  List<EventLoopDelay> last() {
    return last;
  }

  void stop() {
    vertx.cancelTimer(timer);
  }
}
