package dev.samara.net;

import dev.samara.net.connection.Link;
import dev.samara.net.connection.Route;
import dev.samara.net.lifecycle.LiveConnection;
import dev.samara.net.lifecycle.Loop;
import dev.samara.net.socket.ArrivalFault;
import io.vertx.core.Future;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** A place where peers come in, as the hub knows it. Any thread. */
public final class Listener {

  private final ListenerOptions options;
  private final Route route;
  private final Listeners owner;
  private final AtomicInteger open = new AtomicInteger();
  private final AtomicLong refused = new AtomicLong();
  private final ArrivalCounts arrivals = new ArrivalCounts();
  private volatile int port;
  private volatile boolean accepting = true;

  Listener(ListenerOptions options, Route route, Listeners owner) {
    this.options = options;
    this.route = route;
    this.owner = owner;
    this.port = options.port();
  }

  /**
   * The listener's name.
   *
   * @return the name
   */
  public String name() {
    return options.name();
  }

  /**
   * How bytes travel.
   *
   * @return the transport
   */
  public Transport transport() {
    return options.transport();
  }

  /**
   * The port.
   *
   * @return the actual port, also where any was asked for; 0 for UNIX
   */
  public int port() {
    return port;
  }

  /**
   * Where it listens, for a person.
   *
   * @return host and port, or a path
   */
  public String address() {
    return switch (options.transport()) {
      case TCP, UDP -> options.host() + ":" + port;
      case UNIX -> options.path().toString();
      case WEBSOCKET, MEMORY, STDIO -> options.host();
    };
  }

  /**
   * How messages are cut out of the stream.
   *
   * @return the framing's name
   */
  public String framing() {
    return options.connection().framing().name();
  }

  /**
   * Where messages go.
   *
   * @return the route's name
   */
  public String route() {
    return route.name();
  }

  /**
   * How many connections were closed at once because there were too many, or the node was draining;
   * over UDP, how many datagrams of new peers were dropped.
   *
   * @return the count
   */
  public long refused() {
    return refused.get();
  }

  /**
   * How many sockets were closed before they became connections.
   *
   * @return by kind of fault; a copy
   */
  public Map<ArrivalFault, Long> faults() {
    return arrivals.faults();
  }

  /**
   * How accept(2) has fared.
   *
   * @return how often it has failed
   */
  public long acceptErrors() {
    return arrivals.acceptErrors();
  }

  /**
   * Whether new peers come in.
   *
   * @return true while the listener is neither paused, suspended for want of resources, nor ended
   */
  public boolean isAccepting() {
    return accepting && arrivals.isOpen();
  }

  /**
   * Lets nobody in for a while: over TCP and UNIX sockets who connects waits in the kernel's queue,
   * over UDP and memory new peers are refused.
   */
  public void pause() {
    owner.pause(this, true);
  }

  /** Lets peers in again. */
  public void resume() {
    owner.pause(this, false);
  }

  /**
   * Stops listening without closing connections; sockets in the middle of a handshake are none. A
   * UDP socket stays open for the peers it knows. The listener is no longer among those of the hub.
   *
   * @return completes when the place is free for others; at once for one that does not listen
   */
  public Future<Void> unlisten() {
    return owner.unlisten(this);
  }

  /**
   * Reads the certificates again at once; they are also looked at from time to time.
   *
   * @return completes when new connections get them; fails naming the file that cannot be used, and
   *     what was read before stays in use then
   */
  public Future<Void> reloadCertificates() {
    return owner.reloadCertificates(this);
  }

  ArrivalCounts arrivals() {
    return arrivals;
  }

  ListenerOptions options() {
    return options;
  }

  void bound(int actualPort) {
    port = actualPort;
  }

  void stopAccepting() {
    accepting = false;
  }

  /** Takes a new peer, on the event loop of its link, unless there are too many. */
  Optional<LiveConnection> admit(Loop loop, Link link) {
    if (!accepting || open.incrementAndGet() > options.access().maxConnections()) {
      if (accepting) {
        open.decrementAndGet();
      }
      refused.incrementAndGet();
      return Optional.empty();
    }
    var connection = loop.adopt(link, options.name(), options.connection(), route, false);
    connection.closed().onComplete(_ -> open.decrementAndGet());
    return Optional.of(connection);
  }
}
