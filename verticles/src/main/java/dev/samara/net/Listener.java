package dev.samara.net;

import dev.samara.net.access.AccessRoutes;
import dev.samara.net.access.Refusal;
import dev.samara.net.admission.Door;
import dev.samara.net.admission.PendingPeer;
import dev.samara.net.admission.RefusalCounts;
import dev.samara.net.connection.AddressText;
import dev.samara.net.connection.Link;
import dev.samara.net.connection.Peer;
import dev.samara.net.connection.Route;
import dev.samara.net.connection.Transport;
import dev.samara.net.lifecycle.Loop;
import dev.samara.net.socket.ArrivalFault;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** A place where peers come in, as the hub knows it. Any thread. */
public final class Listener {

  private final ListenerOptions options;
  private final Route route;
  private final Listeners owner;
  private final Door door;
  private final RefusalCounts refusals;
  private final ArrivalCounts arrivals = new ArrivalCounts();

  /** Those about whom the application has not decided yet. */
  private final Set<Entry> judged = ConcurrentHashMap.newKeySet();

  private volatile int port;
  private volatile boolean accepting = true;
  private volatile boolean suspended;

  Listener(ListenerOptions options, Route route, Listeners owner) {
    this.owner = owner;
    this.options = options;
    this.route =
        AccessRoutes.limited(route, options.access().messageRate(), options.access().byteRate());
    this.door = new Door(options.access(), owner.places(), System.nanoTime());
    this.refusals = new RefusalCounts(options.name());
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
      case TCP, UDP -> AddressText.of(options.host(), port);
      case UNIX -> options.path().toString();
      case WEBSOCKET, SSE, MEMORY, STDIO -> options.host();
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
   * How many peers were turned away before anything was read: by rules, limits, rates, the
   * application's admission, or because memory was short or the node was draining; over UDP, how
   * many datagrams of new peers were dropped for that.
   *
   * @return the count
   */
  public long refused() {
    return refusals.total();
  }

  /**
   * Why peers were turned away, also by their handshakes.
   *
   * @return how many, by the names of {@link Refusal}; without those that are zero
   */
  public Map<String, Long> refusals() {
    var all = new TreeMap<>(refusals.byReason());
    route.refusals(options.name()).forEach((reason, count) -> all.merge(reason, count, Long::sum));
    return all;
  }

  /**
   * What the route counts besides.
   *
   * @return as {@link Route#figures}
   */
  public Map<String, Long> routeFigures() {
    return route.figures();
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
   * Whether it has certificates of its own.
   *
   * @return true if TLS is spoken here, on all connections or on some
   */
  public boolean hasCertificates() {
    return options.tls().isPresent();
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

  /** Lets nobody in while memory is short, or goes on with it; a vital one always goes on. */
  void suspend(boolean on) {
    suspended = on && !options.connection().vital();
  }

  boolean isSuspended() {
    return suspended;
  }

  void stopAccepting() {
    accepting = false;
    judged.forEach(Entry::turnAway);
  }

  /**
   * Takes a new peer, on the event loop of its link, unless it is turned away: then the link is to
   * be closed.
   */
  Optional<Link.Receiver> admit(Loop loop, Link link) {
    var peer =
        new Peer(options.transport(), link.remoteAddress(), options.name(), link.identities());
    if (suspended) {
      count(Refusal.MEMORY, peer, Refusal.MEMORY.phrase());
      return Optional.empty();
    }
    if (!accepting) {
      count(Refusal.DRAINING, peer, Refusal.DRAINING.phrase());
      return Optional.empty();
    }
    var refused = door.enter(peer, System.nanoTime());
    if (refused.isPresent()) {
      count(refused.get().refusal(), peer, refused.get().detail());
      return Optional.empty();
    }
    if (options.access().admission().isEmpty()) {
      return Optional.of(adopt(loop, link, peer));
    }
    var entry = new Entry(loop, link, peer);
    var receiver =
        PendingPeer.ask(
            options.access().admission().get(),
            peer,
            link,
            loop.eventLoop(),
            options.connection().timeouts().handshake(),
            entry);
    receiver.ifPresent(entry::judging);
    return receiver;
  }

  private Link.Receiver adopt(Loop loop, Link link, Peer peer) {
    var connection = loop.adopt(link, options.name(), options.connection(), route);
    connection.closed().onComplete(_ -> door.leave(peer, System.nanoTime()));
    if (!options.reverseDns().isZero()) {
      peer.ipAddress()
          .ifPresent(address ->
              owner
                  .hostNames()
                  .of(loop.context(), address, options.reverseDns())
                  .onSuccess(connection::remoteHostName));
    }
    return connection.receiver();
  }

  private void count(Refusal refusal, Peer peer, String detail) {
    refusals.add(refusal, peer, detail, System.nanoTime());
  }

  /** What the application's verdict about one peer leads to. */
  private final class Entry implements PendingPeer.Outcome {

    private final Loop loop;
    private final Link link;
    private final Peer peer;
    private Optional<Link.Receiver> receiver = Optional.empty();
    private boolean over;

    Entry(Loop loop, Link link, Peer peer) {
      this.loop = loop;
      this.link = link;
      this.peer = peer;
    }

    /** The verdict may have come already. */
    void judging(Link.Receiver pending) {
      if (!over) {
        receiver = Optional.of(pending);
        judged.add(this);
      }
    }

    /** Any thread: the node is draining. */
    void turnAway() {
      loop.eventLoop().execute(() -> receiver.ifPresent(pending -> pending.drain(Duration.ZERO)));
    }

    private void over() {
      over = true;
      receiver = Optional.empty();
      judged.remove(this);
    }

    @Override
    public Link.Receiver admitted() {
      over();
      var connection = adopt(loop, link, peer);
      if (!accepting) {
        // The verdict came after the drain had looked for connections.
        connection.drain(Duration.ZERO);
      }
      return connection;
    }

    @Override
    public void refused(Refusal refusal, String detail) {
      left();
      count(refusal, peer, detail);
    }

    @Override
    public void left() {
      over();
      door.leave(peer, System.nanoTime());
    }
  }
}
