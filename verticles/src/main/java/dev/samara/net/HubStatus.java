package dev.samara.net;

import dev.samara.net.client.ClientRegistry;
import dev.samara.net.connection.Balance;
import dev.samara.net.connection.ConnectionInfo;
import dev.samara.net.connection.ListenerFigures;
import dev.samara.net.lifecycle.Loop;
import dev.samara.net.memory.MemoryBudget;
import dev.samara.net.time.EventLoopDelay;
import dev.samara.net.time.LoopClock;
import dev.samara.net.transport.EventLoops;
import dev.samara.net.watch.BlockedLoop;
import io.vertx.core.Future;
import io.vertx.core.internal.VertxInternal;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How a hub is doing. Any thread. */
public final class HubStatus {

  private final VertxInternal vertx;
  private final Loops loops;
  private final Listeners listeners;
  private final ClientRegistry clients;
  private final MemoryBudget memory;

  HubStatus(
      VertxInternal vertx,
      Loops loops,
      Listeners listeners,
      ClientRegistry clients,
      MemoryBudget memory) {
    this.vertx = vertx;
    this.loops = loops;
    this.listeners = listeners;
    this.clients = clients;
    this.memory = memory;
  }

  Future<List<ConnectionInfo>> connections() {
    return loops
        .askEach(Loop::infos)
        .map(all ->
            all.stream()
                .flatMap(List::stream)
                .sorted(Comparator.comparing(info -> info.id().toString()))
                .toList());
  }

  Future<Map<String, ListenerFigures>> figures() {
    return loops
        .askEach(Loop::figures)
        .map(all -> {
          var sum = new TreeMap<String, ListenerFigures>();
          for (var listener : listeners.all()) {
            sum.put(listener.name(), ListenerFigures.ZERO);
          }
          if (clients.balance().accepted() > 0) {
            sum.put(Hub.CLIENTS, new ListenerFigures(0, 0, Balance.ZERO, clients.balance()));
          }
          for (var part : all) {
            part.forEach((name, figures) -> sum.merge(name, figures, ListenerFigures::plus));
          }
          return sum;
        });
  }

  /**
   * What messages take of the process's memory, and may take.
   *
   * @return the budget
   */
  public MemoryBudget memory() {
    return memory;
  }

  /**
   * The coarse clock of the calling event loop; on any other thread that of one of the hub's.
   *
   * @return the clock
   */
  public LoopClock clock() {
    return loops.clock();
  }

  /**
   * How late the event loops were since this was last asked, by anybody.
   *
   * @return the figures of each event loop
   */
  public List<EventLoopDelay> takeEventLoopDelays() {
    return loops.takeDelays();
  }

  /**
   * The event loops that are late, with what keeps them. Costs the event loops nothing.
   *
   * @param threshold for how long they have to be so; more than the hub's clock period, or each is
   * @return those that are late at this moment
   */
  public List<BlockedLoop> blockedEventLoops(Duration threshold) {
    return loops.blocked(threshold);
  }

  /**
   * What serves the event loops.
   *
   * @return nio, epoll, io_uring or kqueue
   */
  public String eventLoopTransport() {
    return EventLoops.transportName(vertx);
  }
}
