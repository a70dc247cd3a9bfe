package dev.samara.net;

import dev.samara.net.connection.Link;
import dev.samara.net.transport.MemoryPlaces;
import io.netty.channel.EventLoop;
import io.vertx.core.Future;
import java.util.Optional;

/** Lets in those who dial a name within the same Vert.x. Any thread. */
final class MemoryListening implements Listening, MemoryPlaces.Listening {

  private final Listener listener;
  private final Loops loops;
  private final MemoryPlaces places;
  private volatile boolean paused;

  private MemoryListening(Listener listener, Loops loops, MemoryPlaces places) {
    this.listener = listener;
    this.loops = loops;
    this.places = places;
  }

  /** Starts; fails if the name is taken. */
  static MemoryListening open(Listener listener, Loops loops, MemoryPlaces places) {
    var listening = new MemoryListening(listener, loops, places);
    places.open(listener.options().host(), listening);
    return listening;
  }

  @Override
  public EventLoop nextLoop() {
    return loops.next().eventLoop();
  }

  @Override
  public Optional<Link.Receiver> enter(Link link) {
    return paused ? Optional.empty() : listener.admit(loops.here(), link);
  }

  /** There is no queue to wait in: who dials meanwhile is refused. */
  @Override
  public void pause(boolean on) {
    paused = on;
  }

  @Override
  public Future<Void> unlisten() {
    places.close(listener.options().host(), this);
    return Future.succeededFuture();
  }

  @Override
  public Future<Void> close() {
    return unlisten();
  }
}
