package dev.samara.node.admin;

import dev.samara.net.Hub;
import dev.samara.net.Listener;
import io.vertx.core.Future;
import java.util.function.Function;

/** What can be done to a listener while it runs. Any thread. */
final class ListenerCommands {

  private final Hub hub;

  ListenerCommands(Hub hub) {
    this.hub = hub;
  }

  Future<Object> pause(String name) {
    if (name.equals(AdminServer.NAME)) {
      return Future.failedFuture("listener '%s' is how it would be resumed".formatted(name));
    }
    return on(
        name,
        listener -> {
          listener.pause();
          return Future.succeededFuture("paused");
        });
  }

  Future<Object> resume(String name) {
    return on(
        name,
        listener -> {
          listener.resume();
          return Future.succeededFuture("resumed");
        });
  }

  Future<Object> reload(String name) {
    return on(name, listener -> listener.reloadCertificates().map("reloaded"));
  }

  private Future<Object> on(String name, Function<Listener, Future<Object>> action) {
    return hub.listeners().stream()
        .filter(listener -> listener.name().equals(name))
        .findFirst()
        .map(listener -> checked(listener, action))
        .orElseGet(() -> Future.failedFuture("there is no listener '%s'".formatted(name)));
  }

  /** What comes in by the gateway is its own: it goes on. */
  private static Future<Object> checked(
      Listener listener, Function<Listener, Future<Object>> action) {
    return listener.transport().isOverHttp()
        ? Future.failedFuture("listener '%s' belongs to the gateway".formatted(listener.name()))
        : action.apply(listener);
  }
}
