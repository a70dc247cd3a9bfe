package dev.samara.net;

import dev.samara.net.connection.Link;
import dev.samara.net.connection.Route;
import dev.samara.net.lifecycle.LiveConnection;
import dev.samara.net.lifecycle.Loop;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** A place where peers come in, as the hub knows it. Any thread. */
public final class Listener {

  private final ListenerOptions options;
  private final Route route;
  private final AtomicInteger open = new AtomicInteger();
  private final AtomicLong refused = new AtomicLong();
  private volatile int port;
  private volatile boolean accepting = true;
  private volatile boolean suspended;

  Listener(ListenerOptions options, Route route) {
    this.options = options;
    this.route = route;
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
      case WEBSOCKET -> options.host();
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
   * How many connections were closed at once because there were too many, memory was short, or the
   * node was draining; over UDP, how many datagrams of new peers were dropped.
   *
   * @return the count
   */
  public long refused() {
    return refused.get();
  }

  ListenerOptions options() {
    return options;
  }

  void bound(int actualPort) {
    port = actualPort;
  }

  /** Lets nobody in, or goes on with it. */
  void suspend(boolean on) {
    suspended = on;
  }

  void stopAccepting() {
    accepting = false;
  }

  /** Takes a new peer, on the event loop of its link, unless there are too many. */
  Optional<LiveConnection> admit(Loop loop, Link link) {
    if (suspended) {
      refused.incrementAndGet();
      return Optional.empty();
    }
    if (!accepting || open.incrementAndGet() > options.access().maxConnections()) {
      if (accepting) {
        open.decrementAndGet();
      }
      refused.incrementAndGet();
      return Optional.empty();
    }
    var connection = loop.adopt(link, options.name(), options.connection(), route);
    connection.closed().onComplete(_ -> open.decrementAndGet());
    return Optional.of(connection);
  }
}
