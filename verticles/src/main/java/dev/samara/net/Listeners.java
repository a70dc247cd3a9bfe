package dev.samara.net;

import dev.samara.net.connection.Route;
import dev.samara.net.transport.UnixPath;
import io.vertx.core.Deployable;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** The listeners of a hub and the verticles behind them. Any thread. */
final class Listeners {

  /** Names the "any" port that the instances of one listener share. */
  private static final AtomicInteger ANY_PORT = new AtomicInteger();

  /** A listener and what serves it. */
  private record Entry(
      Listener listener, String deployment, List<? extends DrainingListener> verticles) {}

  private final Vertx vertx;
  private final Loops loops;
  private final List<Entry> entries = new CopyOnWriteArrayList<>();
  private volatile boolean suspended;

  Listeners(Vertx vertx, Loops loops) {
    this.vertx = vertx;
    this.loops = loops;
  }

  List<Listener> all() {
    return entries.stream().map(Entry::listener).toList();
  }

  Future<Listener> listen(ListenerOptions options, Route route) {
    var listener = new Listener(options, route);
    var started =
        switch (options.transport()) {
          case TCP -> tcp(listener);
          case UNIX -> unix(listener);
          case UDP -> deploy(listener, 1, () -> new DatagramListenerVerticle(listener, loops));
          case WEBSOCKET ->
              Future.<Listener>failedFuture("a WebSocket listener is attached to an HTTP server");
        };
    return started.recover(cause -> Future.failedFuture(explained(listener, cause)));
  }

  private static Exception explained(Listener listener, Throwable cause) {
    return new IllegalStateException(
        "listener '%s' cannot listen on %s %s: %s"
            .formatted(
                listener.name(), listener.transport(), listener.address(), cause.getMessage()),
        cause);
  }

  private Future<Listener> tcp(Listener listener) {
    var options = listener.options();
    return stream(
        listener,
        options.port() == 0
            ? SocketAddress.sharedRandomPort(ANY_PORT.incrementAndGet(), options.host())
            : SocketAddress.inetSocketAddress(options.port(), options.host()));
  }

  private Future<Listener> unix(Listener listener) {
    var path = listener.options().path();
    return vertx
        .executeBlocking(() -> {
          UnixPath.prepare(path);
          return path;
        })
        .compose(_ -> stream(listener, SocketAddress.domainSocketAddress(path.toString())))
        .compose(started ->
            vertx.executeBlocking(() -> {
              UnixPath.restrict(path);
              return started;
            }));
  }

  private Future<Listener> stream(Listener listener, SocketAddress address) {
    return deploy(
        listener, loops.count(), () -> new StreamListenerVerticle(listener, loops, address));
  }

  private <V extends Deployable & DrainingListener> Future<Listener> deploy(
      Listener listener, int instances, Supplier<V> verticles) {
    var deployed = new ArrayList<V>();
    return vertx
        .deployVerticle(
            () -> {
              var verticle = verticles.get();
              deployed.add(verticle);
              return verticle;
            },
            new DeploymentOptions().setInstances(instances))
        .map(id -> {
          add(new Entry(listener, id, deployed));
          return listener;
        });
  }

  Listener attach(ListenerOptions options, Route route) {
    var listener = new Listener(options, route);
    add(new Entry(listener, "", List.of()));
    return listener;
  }

  private void add(Entry entry) {
    entries.add(entry);
    entry.listener().suspend(suspended);
  }

  /** Lets nobody in, or goes on with it. */
  void suspend(boolean on) {
    suspended = on;
    entries.forEach(entry -> entry.listener().suspend(on));
  }

  void stopAccepting() {
    entries.forEach(entry -> entry.listener().stopAccepting());
  }

  Future<Void> drain(Duration within) {
    return Future.join(entries.stream().map(entry -> drain(entry, within)).toList()).mapEmpty();
  }

  private static Future<?> drain(Entry entry, Duration within) {
    return Future.join(entry.verticles().stream().map(verticle -> verticle.drain(within)).toList());
  }

  /** Ends one listener; how its connections end is told by what closes them. */
  <T> Future<T> close(Listener listener, Duration within, Supplier<Future<T>> connections) {
    listener.stopAccepting();
    var mine = entries.stream().filter(entry -> entry.listener() == listener).toList();
    var ends = connections.get();
    var drained = new ArrayList<Future<?>>(List.of(ends));
    mine.forEach(entry -> drained.add(drain(entry, within)));
    entries.removeAll(mine);
    return Future.join(drained)
        .compose(_ -> Future.join(mine.stream().map(this::undeploy).toList()))
        .compose(_ -> ends);
  }

  private Future<?> undeploy(Entry entry) {
    return entry.deployment().isEmpty()
        ? Future.succeededFuture()
        : vertx.undeploy(entry.deployment());
  }

  Future<Void> close() {
    var closed = entries.stream().map(this::undeploy).toList();
    entries.clear();
    return Future.join(closed).mapEmpty();
  }
}
