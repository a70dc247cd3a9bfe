package dev.samara.rpc.transport;

import dev.samara.net.ConnectorOptions;
import dev.samara.net.Hub;
import dev.samara.net.HubLink;
import dev.samara.net.LinkOptions;
import dev.samara.net.Listener;
import dev.samara.net.ListenerOptions;
import dev.samara.net.connection.CloseMode;
import dev.samara.net.connection.ConnectionInfo;
import dev.samara.net.connection.ConnectionOptions;
import dev.samara.net.connection.Route;
import dev.samara.net.connection.Session;
import dev.samara.net.handshake.ClientHandshakes;
import dev.samara.net.handshake.Handshake;
import dev.samara.net.handshake.Handshakes;
import dev.samara.net.socket.TlsClientOptions;
import dev.samara.rpc.dialogue.Server;
import dev.samara.rpc.directory.LinkAddress;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * The connections between this node and others, for calls: a hub of their own, with one listener.
 * Who dials proves that it has the key that this life of the node announces on the bus, and so that
 * it is of the cluster. Calls are made by whoever has dialled. Any thread.
 */
public final class NodeLinks {
  private static final int KEY_BYTES = 16;
  private static final int NAME_BYTES = 8;
  private static final SecureRandom RANDOM = new SecureRandom();

  /**
   * What links have in common.
   *
   * @param announcedHost where others reach this node
   * @param announcedPort the same; 0 for the listener's
   * @param listener where it takes their connections; its connection options are those of dialled
   *     ones as well
   * @param tls how it dials others, if they speak TLS
   * @param silence how long a peer may be silent while calls wait for it
   * @param maxQueuedBytes how much may be on its way over one connection
   */
  public record Settings(
      String announcedHost,
      int announcedPort,
      ListenerOptions listener,
      Optional<TlsClientOptions> tls,
      Duration silence,
      long maxQueuedBytes) {}

  private final Hub hub;
  private final Settings settings;
  private final Listener listener;
  private final String key;
  private final AtomicInteger dialled = new AtomicInteger();

  private NodeLinks(Hub hub, Settings settings, Listener listener, String key) {
    this.hub = hub;
    this.settings = settings;
    this.listener = listener;
    this.key = key;
  }

  /**
   * Starts to take connections.
   *
   * @param vertx where
   * @param settings how
   * @param server deals with the calls of others
   * @param loops finds what an event loop has, by a context of it
   * @return the links; fails with one clear message if the port is taken
   */
  public static Future<NodeLinks> start(
      Vertx vertx,
      Settings settings,
      Server server,
      Function<ContextInternal, LoopDialogues> loops) {
    String key = randomHex(KEY_BYTES);
    Route serving =
        route(control ->
            new ConnectionSession(
                control,
                loops.apply((ContextInternal) control.context()),
                server,
                settings.silence(),
                new Accepted(control, settings.maxQueuedBytes())));
    return startHub(vertx)
        .compose(hub ->
            hub.listen(settings.listener(), guarded(serving, key, hub))
                .map(listener -> new NodeLinks(hub, settings, listener, key))
                .recover(taken -> hub.close().transform(closed -> Future.failedFuture(taken))));
  }

  /**
   * A hub that is not of the verticle that starts this: it would be closed before the calls that
   * are being served are answered.
   */
  private static Future<Hub> startHub(Vertx vertx) {
    ContextInternal nobodys =
        ((VertxInternal) vertx)
            .contextBuilder()
            .withThreadingModel(ThreadingModel.EVENT_LOOP)
            .build();
    return nobodys.future(started ->
        nobodys.runOnContext(
            now -> Hub.start(vertx, "links-" + randomHex(NAME_BYTES)).onComplete(started)));
  }

  private static Route guarded(Route serving, String key, Hub hub) {
    byte[] secret = key.getBytes(StandardCharsets.UTF_8);
    Handshake proof = Handshakes.hmac(name -> Future.succeededFuture(Optional.of(secret)));
    return Handshakes.required(serving, proof, hub.clients());
  }

  private static Route route(Function<Session.Control, Session> sessions) {
    return new Route() {
      @Override
      public String name() {
        return "rpc:nodes";
      }

      @Override
      public Session open(Session.Control control) {
        return sessions.apply(control);
      }
    };
  }

  private static String randomHex(int bytes) {
    byte[] random = new byte[bytes];
    RANDOM.nextBytes(random);
    return HexFormat.of().formatHex(random);
  }

  /**
   * Where this node takes connections.
   *
   * @return to be announced
   */
  public LinkAddress address() {
    int port = settings.announcedPort() == 0 ? port() : settings.announcedPort();
    return new LinkAddress(settings.announcedHost(), port, key);
  }

  /**
   * Where it listens.
   *
   * @return the port, which others may reach by another one
   */
  public int port() {
    return listener.port();
  }

  /**
   * The connections at the moment: those that were taken and those that were dialled.
   *
   * @return a line for each
   */
  public Future<List<ConnectionInfo>> connections() {
    return hub.connections();
  }

  /**
   * How many connections to others stand.
   *
   * @return 0 or more
   */
  public int dialled() {
    return dialled.get();
  }

  /** One more stands, or one less. */
  void changed(int by) {
    dialled.addAndGet(by);
  }

  Duration silence() {
    return settings.silence();
  }

  long maxQueuedBytes() {
    return settings.maxQueuedBytes();
  }

  /** Dials a node for good; each connection has a name of its own, as the last may not be over. */
  HubLink dial(ContextInternal home, LinkAddress to, Function<Session.Control, Session> sessions) {
    ConnectionOptions connection = settings.listener().connection();
    ConnectorOptions options =
        ConnectorOptions.to(
            "node-link", SocketAddress.inetSocketAddress(to.port(), to.host()), connection);
    Handshake proof = other -> ClientHandshakes.hmac(randomHex(NAME_BYTES), to.key()).begin(other);
    return hub.link(
        settings.tls().map(options::withTls).orElse(options),
        LinkOptions.defaults().withHome(home),
        Handshakes.required(route(sessions), proof, hub.clients()));
  }

  /**
   * Ends all connections; what was answered still leaves.
   *
   * @param within after this they are cut
   * @return completes when all have ended
   */
  public Future<Void> close(Duration within) {
    return hub.shutdown(CloseMode.DRAIN, within).mapEmpty();
  }

  /** Another node's connection: calls are only taken here. */
  private record Accepted(Session.Control control, long maxQueuedBytes)
      implements ConnectionSession.Owner {
    @Override
    public String peer() {
      return control.remoteAddress().toString();
    }

    @Override
    public void ended(ConnectionSession session, String reason) {
      session.lost(reason);
    }
  }
}
