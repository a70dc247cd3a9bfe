package dev.samara.net.transport;

import dev.samara.net.connection.Link;
import io.netty.channel.EventLoop;
import io.vertx.core.Vertx;
import io.vertx.core.shareddata.LocalMap;
import io.vertx.core.shareddata.Shareable;
import java.util.Optional;
import java.util.function.Function;

/** Where memory links are dialled: names that hold within one Vert.x. Any thread. */
public final class MemoryPlaces {

  /** Who listens at a name. */
  public interface Listening extends Shareable {

    /**
     * Chooses who will own the next link.
     *
     * @return an event loop
     */
    EventLoop nextLoop();

    /**
     * Takes a new peer. On the event loop chosen before.
     *
     * @param link the link, open
     * @return the connection's side of the link, or empty if it is refused
     */
    Optional<Link.Receiver> enter(Link link);
  }

  private final LocalMap<String, Listening> places;

  /**
   * The names of a Vert.x.
   *
   * @param vertx the Vert.x
   */
  public MemoryPlaces(Vertx vertx) {
    this.places = vertx.sharedData().getLocalMap("samara.memory");
  }

  /**
   * Starts to listen.
   *
   * @param name the name
   * @param listening who listens there
   * @throws IllegalStateException if somebody else does
   */
  public void open(String name, Listening listening) {
    if (places.putIfAbsent(name, listening) != null) {
      throw new IllegalStateException("the name is taken");
    }
  }

  /**
   * Stops listening. Links stay as they are.
   *
   * @param name the name
   * @param listening who listens there
   */
  public void close(String name, Listening listening) {
    places.removeIfPresent(name, listening);
  }

  /**
   * Dials. On the event loop that shall own the link.
   *
   * @param name the name
   * @param here the event loop
   * @param adopt makes a connection of the link
   * @throws IllegalStateException if nobody listens there
   */
  public void dial(String name, EventLoop here, Function<Link, Link.Receiver> adopt) {
    var listening = places.get(name);
    if (listening == null) {
      throw new IllegalStateException("nobody listens");
    }
    var there = listening.nextLoop();
    var ends = MemoryLink.pair(name, here, there);
    var remote = ends.getLast();
    there.execute(
        () -> listening.enter(remote).ifPresentOrElse(remote::start, () -> remote.close(false)));
    var local = ends.getFirst();
    local.start(adopt.apply(local));
  }
}
