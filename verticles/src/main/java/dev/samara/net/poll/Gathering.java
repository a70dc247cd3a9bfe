package dev.samara.net.poll;

import dev.samara.net.connection.Connection;
import dev.samara.net.connection.Event;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** A batch in the making. Owned by the poller. */
final class Gathering {

  final List<Event> events = new ArrayList<>();
  final List<Newcomer> newcomers = new ArrayList<>();
  final Set<Connection> outputEmpty = new LinkedHashSet<>();
  final Lease lease = new Lease();
  final Lane lane;
  int moreRejected;

  Gathering(Lane lane) {
    this.lane = lane;
  }

  boolean isEmpty() {
    return events.isEmpty() && outputEmpty.isEmpty() && moreRejected == 0;
  }
}
