package dev.samara.net.route;

import dev.samara.net.connection.Session;
import io.netty.util.concurrent.EventExecutor;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.shareddata.LocalMap;
import io.vertx.core.shareddata.Shareable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The services of this Vert.x and the event loops they run on, so that a connection finds the one
 * nearest to it and stays with it. Kept in Vert.x's own shared data; any thread.
 */
final class ServiceTable {

  /** One instance of a service: a bus address of its own beside the common one. */
  record Instance(String address, EventExecutor eventLoop) {}

  /** Immutable: replaced as a whole. */
  private record Instances(List<Instance> list) implements Shareable {}

  private final LocalMap<String, Instances> table;

  private ServiceTable(LocalMap<String, Instances> table) {
    this.table = table;
  }

  static ServiceTable of(Vertx vertx) {
    return new ServiceTable(vertx.sharedData().getLocalMap("samara.services"));
  }

  void add(String address, Instance instance) {
    table.merge(
        address,
        new Instances(List.of(instance)),
        (old, added) -> {
          var list = new ArrayList<>(old.list);
          list.addAll(added.list);
          return new Instances(List.copyOf(list));
        });
  }

  void remove(String address, Instance instance) {
    table.computeIfPresent(
        address,
        (_, old) -> {
          var list = new ArrayList<>(old.list);
          list.remove(instance);
          return list.isEmpty() ? null : new Instances(List.copyOf(list));
        });
  }

  /** The instance on the connection's own event loop, or else always the same other one. */
  Optional<String> choose(String address, Session.Control control) {
    var instances = table.get(address);
    if (instances == null) {
      return Optional.empty();
    }
    var list = instances.list;
    var here = ((ContextInternal) control.context()).nettyEventLoop();
    for (var instance : list) {
      if (instance.eventLoop == here) {
        return Optional.of(instance.address);
      }
    }
    return Optional.of(list.get((int) (control.id().serial() % list.size())).address);
  }
}
