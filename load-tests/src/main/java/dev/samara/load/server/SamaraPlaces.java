package dev.samara.load.server;

import dev.samara.codec.Framing;
import dev.samara.http.Gateway;
import dev.samara.http.GatewayOptions;
import dev.samara.http.GatewaySources;
import dev.samara.http.websocket.WebSocketListener;
import dev.samara.load.generator.Medium;
import dev.samara.load.transport.SelfSigned;
import dev.samara.load.transport.TemporaryFolder;
import dev.samara.net.Hub;
import dev.samara.net.ListenerOptions;
import dev.samara.net.connection.Route;
import dev.samara.net.socket.SocketOptions;
import dev.samara.net.socket.TlsOptions;
import dev.samara.rpc.Rpc;
import dev.samara.rpc.RpcOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Where Samara listens, for each medium. */
public final class SamaraPlaces {
  private static final String NAME = "echo";

  /** A server in a network namespace of its own cannot be reached on loopback. */
  private static final String HOST = System.getProperty("samara.bench.host", "127.0.0.1");

  private static final int MAX_WEB_SOCKET_BYTES = 1 << 24;
  private static final int MAX_WEB_SOCKETS = 60_000;

  private SamaraPlaces() {}

  /**
   * A place.
   *
   * @param address the port, or the ports with commas between them; the path of a UNIX socket
   * @param certificate with TLS, the file of the certificate that clients are to believe
   */
  public record Place(String address, Optional<Path> certificate) {
    private static Place of(String address) {
      return new Place(address, Optional.empty());
    }
  }

  /**
   * Listens on loopback.
   *
   * @param medium how messages travel
   * @param vertx the hub's
   * @param hub gets the listener
   * @param framing of streams
   * @param route where messages go
   * @return the place, when it listens
   * @throws IOException if there is no folder for files, or no certificate; says why
   * @throws InterruptedException if this thread was interrupted
   */
  public static Future<Place> listen(
      Medium medium, Vertx vertx, Hub hub, Framing framing, Route route)
      throws IOException, InterruptedException {
    return switch (medium) {
      case TCP -> ports(hub, framing, route).map(Place::of);
      case TLS -> tls(hub, framing, route);
      case UDP -> port(hub, ListenerOptions.udp(NAME, 0), route).map(Place::of);
      case UNIX -> {
        Path path = UnixPlaces.next();
        yield hub.listen(ListenerOptions.unix(NAME, path, framing), route)
            .map(Place.of(path.toString()));
      }
      case WS -> webSocket(vertx, hub, route).map(Place::of);
    };
  }

  /** As many listeners as the bench wants, each with a port and a name of its own. */
  private static Future<String> ports(Hub hub, Framing framing, Route route) {
    SocketOptions usual = SocketOptions.defaults();
    SocketOptions socket = BenchSettings.buffers().map(usual::withBuffers).orElse(usual);
    List<Future<String>> ports =
        IntStream.range(0, BenchSettings.ports())
            .mapToObj(i -> i == 0 ? NAME : NAME + "-" + i)
            .map(name -> ListenerOptions.tcp(name, 0, framing).withHost(HOST).withSocket(socket))
            .map(options -> port(hub, options, route))
            .toList();
    return Future.all(ports).map(all -> String.join(",", all.<String>list()));
  }

  private static Future<Place> tls(Hub hub, Framing framing, Route route)
      throws IOException, InterruptedException {
    SelfSigned pair = SelfSigned.make();
    TlsOptions tls = new TlsOptions(pair.certificate(), pair.key());
    return port(hub, ListenerOptions.tcp(NAME, 0, framing).withTls(tls), route)
        .map(port -> new Place(port, Optional.of(pair.certificate())));
  }

  private static Future<String> port(Hub hub, ListenerOptions options, Route route) {
    return hub.listen(options, route).map(listener -> Integer.toString(listener.port()));
  }

  /** The gateway of a node, with nothing behind it but the WebSockets. */
  private static Future<String> webSocket(Vertx vertx, Hub hub, Route route) throws IOException {
    Path uploads = TemporaryFolder.untilExit("samara-bench-uploads");
    var listener = hub.attach(ListenerOptions.webSocket(NAME, "/ws", MAX_WEB_SOCKET_BYTES), route);
    return Rpc.start(vertx, RpcOptions.defaults("bench"))
        .compose(rpc ->
            Gateway.start(
                vertx,
                GatewayOptions.defaults(uploads)
                    .withPort(0)
                    .withConnectionLimits(MAX_WEB_SOCKETS, Duration.ofMinutes(10)),
                new GatewaySources(
                    rpc,
                    () -> Future.succeededFuture(new JsonObject()),
                    () -> "",
                    () -> true,
                    _ -> () -> {},
                    Optional.of(WebSocketListener.into(hub, listener, MAX_WEB_SOCKET_BYTES)))))
        .map(gateway -> Integer.toString(gateway.port()));
  }

  /** Also for raw Vert.x. */
  static HttpServerOptions webSocketOptions() {
    return new HttpServerOptions()
        .setMaxWebSocketFrameSize(MAX_WEB_SOCKET_BYTES)
        .setMaxWebSocketMessageSize(MAX_WEB_SOCKET_BYTES);
  }
}
