package dev.samara.load.rpc;

import dev.samara.http.websocket.WebSocketConnector;
import dev.samara.load.generator.CallClient;
import dev.samara.load.generator.ItemClient;
import dev.samara.load.generator.Medium;
import dev.samara.load.transport.VertxEnd;
import dev.samara.net.ConnectorOptions;
import dev.samara.net.Hub;
import dev.samara.net.connection.Connection;
import dev.samara.net.connection.ConnectionOptions;
import dev.samara.rpc.Rpc;
import dev.samara.rpc.RpcConnection;
import dev.samara.rpc.call.RpcStream;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.net.SocketAddress;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Samara's client of a service for each of some connections, all on one event loop. */
final class SamaraClient implements CallClient, ItemClient {
  private static final Duration CALL_TIMEOUT = Duration.ofMinutes(1);

  private final VertxEnd end;
  private final RpcTarget target;
  private final List<RpcConnection> connections = new ArrayList<>();
  private final List<Function<Buffer, Future<Buffer>>> calls = new ArrayList<>();

  /** Held, or its sockets are closed with it. */
  private Optional<WebSocketConnector> webSockets = Optional.empty();

  private SamaraClient(VertxEnd end, RpcTarget target) {
    this.end = end;
    this.target = target;
  }

  /** Connects; blocks. */
  static SamaraClient connect(RpcTarget target, int connections) throws Exception {
    SamaraClient client = new SamaraClient(new VertxEnd(1), target);
    try {
      client.connect(connections);
      return client;
    } catch (Exception failed) {
      client.close();
      throw failed;
    }
  }

  private void connect(int count) throws Exception {
    Hub hub = VertxEnd.await(Hub.start(end.vertx(), "load"));
    Rpc rpc = VertxEnd.await(Rpc.start(end.vertx(), SamaraRpc.patient("client")));
    var connector =
        WebSocketConnector.of(
            end.vertx(), hub, rpc.framing().maxMessageBytes(), new WebSocketClientOptions());
    webSockets = Optional.of(connector);
    for (int i = 0; i < count; i++) {
      Connection connection =
          VertxEnd.await(
              target.place().medium() == Medium.WS
                  ? connector.connect("out-" + i, webSocket(), rpc.route())
                  : hub.connect(socket("out-" + i, rpc), rpc.route()));
      RpcConnection over = rpc.over(connection);
      connections.add(over);
      calls.add(target.method().isPresent() ? json(over) : over.client(Echo.class)::echo);
    }
  }

  private WebSocketConnectOptions webSocket() {
    var server = (InetSocketAddress) target.place().address();
    return new WebSocketConnectOptions()
        .setHost(server.getHostString())
        .setPort(server.getPort())
        .setURI(target.place().path());
  }

  private ConnectorOptions socket(String name, Rpc rpc) {
    SocketAddress address =
        switch (target.place().address()) {
          case UnixDomainSocketAddress unix ->
              SocketAddress.domainSocketAddress(unix.getPath().toString());
          case InetSocketAddress server ->
              SocketAddress.inetSocketAddress(server.getPort(), server.getHostString());
          default -> throw new IllegalArgumentException("address: " + target.place().address());
        };
    ConnectorOptions options =
        ConnectorOptions.to(name, address, ConnectionOptions.of(rpc.framing()));
    return target.place().medium() == Medium.TLS ? options.withTls(target.trust()) : options;
  }

  private Function<Buffer, Future<Buffer>> json(RpcConnection over) {
    return arguments ->
        over.callJson(target.service(), target.call(), arguments.toString(), CALL_TIMEOUT)
            .map(Buffer::buffer);
  }

  @Override
  public void execute(int loop, long delayNanos, Runnable task) {
    end.execute(delayNanos, task);
  }

  @Override
  public void call(int connection, byte[] request, Outcome outcome) {
    calls
        .get(connection)
        .apply(Buffer.buffer(request))
        .onComplete(answer -> outcome.answered(answer.getBytes()), outcome::failed);
  }

  @Override
  public void open(int bytes, Items items) {
    end.execute(
        0,
        () -> {
          Echo service = connections.getFirst().client(Echo.class);
          RpcStream<Buffer> stream = (RpcStream<Buffer>) service.items(bytes);
          stream
              .exceptionHandler(failed -> items.ended(failed.toString()))
              .endHandler(_ -> items.ended("the server has no more"))
              .handler(item -> items.item(item.getBytes()));
        });
  }

  @Override
  public void close() {
    webSockets.ifPresent(WebSocketConnector::close);
    end.close();
  }
}
