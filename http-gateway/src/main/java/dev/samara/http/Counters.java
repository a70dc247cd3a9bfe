package dev.samara.http;

import dev.samara.http.body.BodyBudget;
import java.util.concurrent.atomic.AtomicLong;

/** The figures behind {@link GatewayCounts}, of all event loops together. Any thread. */
final class Counters {
  final BodyBudget gathered;
  final AtomicLong openConnections = new AtomicLong();
  final AtomicLong refusedConnections = new AtomicLong();
  final AtomicLong requests = new AtomicLong();
  final AtomicLong problems = new AtomicLong();
  final AtomicLong eventClients = new AtomicLong();
  final AtomicLong droppedEvents = new AtomicLong();

  Counters(long maxGatheredBytes) {
    this.gathered = new BodyBudget(maxGatheredBytes);
  }

  GatewayCounts counts() {
    return new GatewayCounts(
        openConnections.get(),
        refusedConnections.get(),
        requests.get(),
        problems.get(),
        eventClients.get(),
        droppedEvents.get());
  }
}
