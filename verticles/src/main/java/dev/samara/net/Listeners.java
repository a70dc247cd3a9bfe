package dev.samara.net;

import dev.samara.net.admission.Places;
import dev.samara.net.connection.CloseMode;
import dev.samara.net.connection.Event;
import dev.samara.net.connection.Route;
import dev.samara.net.socket.BindPolicy;
import dev.samara.net.transport.HostNames;
import dev.samara.net.transport.MemoryPlaces;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** The listeners of a hub and what makes peers come in by them. Any thread. */
final class Listeners {

  /** A listener and what serves it; nothing where somebody else accepts. */
  private record Entry(Listener listener, Optional<Listening> listening) {

    Future<Void> each(Function<Listening, Future<Void>> action) {
      return listening.map(action).orElseGet(Future::succeededFuture);
    }
  }

  private final Vertx vertx;
  private final Loops loops;
  private final Ending ending;
  private final Places places = new Places();
  private final MemoryPlaces memory;
  private final HostNames hostNames;

  /** Those that listen. */
  private final List<Entry> entries = new CopyOnWriteArrayList<>();

  private volatile boolean suspended;

  /** Those that listen no more, whose connections may live on. */
  private final List<Entry> former = new CopyOnWriteArrayList<>();

  Listeners(Vertx vertx, Loops loops, Ending ending) {
    this.ending = ending;
    this.vertx = vertx;
    this.loops = loops;
    this.memory = new MemoryPlaces(vertx);
    this.hostNames = new HostNames((VertxInternal) vertx);
  }

  /** The places of all listeners together. */
  Places places() {
    return places;
  }

  HostNames hostNames() {
    return hostNames;
  }

  List<Listener> all() {
    return entries.stream().map(Entry::listener).toList();
  }

  Future<Listener> listen(ListenerOptions options, Route route) {
    var listener = new Listener(options, route, this);
    return start(listener)
        .map(listening -> {
          add(new Entry(listener, Optional.of(listening)));
          return listener;
        })
        .recover(cause -> Future.failedFuture(explained(listener, cause)));
  }

  private Future<? extends Listening> start(Listener listener) {
    return switch (listener.transport()) {
      case TCP, UNIX -> deploy(new StreamListenerVerticle(listener, loops));
      case UDP -> deploy(new DatagramListenerVerticle(listener, loops));
      case MEMORY -> Future.future(p -> p.complete(MemoryListening.open(listener, loops, memory)));
      case STDIO -> StdioListening.open(listener, loops);
      case WEBSOCKET, SSE ->
          Future.failedFuture(
              "a listener of %s is attached to an HTTP server".formatted(listener.transport()));
    };
  }

  private <V extends Deployable & Listening> Future<V> deploy(V verticle) {
    return vertx.deployVerticle(verticle).map(verticle);
  }

  private static ListenException explained(Listener listener, Throwable cause) {
    return new ListenException(
        "listener '%s' cannot listen on %s %s: %s"
            .formatted(
                listener.name(), listener.transport(), listener.address(), cause.getMessage()),
        cause);
  }

  /** Starts them one after the other, so that the failures are in their order. */
  Future<Listened> listenAll(Map<ListenerOptions, Route> wanted, BindPolicy policy) {
    var open = new ArrayList<Listener>();
    var failures = new ArrayList<ListenException>();
    var all = Future.<Void>succeededFuture();
    for (var one : wanted.entrySet()) {
      all =
          all.compose(_ ->
              listen(one.getKey(), one.getValue())
                  .onSuccess(open::add)
                  .<Void>mapEmpty()
                  .recover(cause -> {
                    failures.add((ListenException) cause);
                    return Future.succeededFuture();
                  }));
    }
    return all.compose(_ -> judged(open, failures, policy));
  }

  private Future<Listened> judged(
      List<Listener> open, List<ListenException> failures, BindPolicy policy) {
    var enough =
        switch (policy) {
          case ALL -> failures.isEmpty();
          case ANY -> !open.isEmpty() || failures.isEmpty();
        };
    if (enough) {
      return Future.succeededFuture(new Listened(open, failures));
    }
    return Future.join(open.stream().map(one -> close(one, CloseMode.NOW, Duration.ZERO)).toList())
        .transform(_ -> Future.failedFuture(ListenException.of(failures)));
  }

  private Optional<Entry> take(Listener listener) {
    var found = find(listener);
    found.ifPresent(entries::remove);
    return found;
  }

  private Optional<Entry> find(Listener listener) {
    return entries.stream().filter(entry -> entry.listener() == listener).findFirst();
  }

  Listener attach(ListenerOptions options, Route route) {
    var listener = new Listener(options, route, this);
    add(new Entry(listener, Optional.empty()));
    return listener;
  }

  private void add(Entry entry) {
    entries.add(entry);
    if (suspended) {
      entry.listener().suspend(true);
      pauseOrResume(entry);
    }
  }

  Future<Void> unlisten(Listener listener) {
    var taken = take(listener);
    if (taken.isEmpty()) {
      return Future.succeededFuture();
    }
    former.add(taken.get());
    listener.stopAccepting();
    return taken.get().each(Listening::unlisten);
  }

  void pause(Listener listener, boolean on) {
    listener.arrivals().paused(on);
    find(listener).ifPresent(this::pauseOrResume);
  }

  private void pauseOrResume(Entry entry) {
    var paused = entry.listener().isSuspended() || entry.listener().arrivals().isPaused();
    entry.listening().ifPresent(listening -> listening.pause(paused));
  }

  Future<Void> reloadCertificates(Listener listener) {
    return find(listener)
        .map(entry -> entry.each(Listening::reloadCertificates))
        .orElseGet(() -> Future.failedFuture("not listening: " + listener.name()));
  }

  /** Lets nobody in, or goes on with it. */
  void suspend(boolean on) {
    suspended = on;
    for (var entry : entries) {
      entry.listener().suspend(on);
      pauseOrResume(entry);
    }
  }

  void stopAccepting() {
    entries.forEach(entry -> entry.listener().stopAccepting());
  }

  /** All places are free for others; connections stay as they are. */
  Future<Void> unlistenAll() {
    return each(entries, Listening::unlisten);
  }

  /** Ends one listener and its connections. */
  Future<List<Event.Disconnected>> close(Listener listener, CloseMode mode, Duration within) {
    listener.stopAccepting();
    var mine = take(listener).map(List::of).orElseGet(List::of);
    var freed = each(mine, Listening::unlisten);
    var ends = ending.close(listener, mode, within);
    return Future.join(freed, ends).compose(_ -> each(mine, Listening::close)).compose(_ -> ends);
  }

  /** Frees what is left when all connections have ended. */
  Future<Void> close() {
    var closed = Future.join(each(entries, Listening::close), each(former, Listening::close));
    entries.clear();
    former.clear();
    return closed.mapEmpty();
  }

  private static Future<Void> each(List<Entry> entries, Function<Listening, Future<Void>> action) {
    return Future.join(entries.stream().map(entry -> entry.each(action)).toList()).mapEmpty();
  }
}
