package dev.samara.load.rpc;

import dev.samara.load.generator.CallClient;
import dev.samara.load.generator.ItemClient;
import dev.samara.net.ConnectorOptions;
import dev.samara.net.Hub;
import dev.samara.net.ListenerOptions;
import dev.samara.net.connection.Connection;
import dev.samara.net.connection.ConnectionOptions;
import dev.samara.rpc.Rpc;
import dev.samara.rpc.RpcOptions;
import dev.samara.rpc.call.RpcStream;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Samara over TCP, as a user would have it: a hub, a listener, a route of RPC. */
final class SamaraRpc implements RpcServer {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  /** Set by {@link #start}, taken by {@link #close}; both on the caller's thread. */
  private Optional<VertxEnd> running = Optional.empty();

  /** Not started yet. */
  SamaraRpc() {}

  @Override
  public int start(int loops) throws Exception {
    VertxEnd end = new VertxEnd(loops);
    running = Optional.of(end);
    Hub hub = VertxEnd.await(Hub.start(end.vertx(), "bench"));
    Rpc rpc = VertxEnd.await(Rpc.start(end.vertx(), RpcOptions.defaults("server")));
    VertxEnd.await(rpc.expose(Echo.class, new EchoService()));
    ListenerOptions options = ListenerOptions.tcp("rpc", 0, rpc.framing());
    return VertxEnd.await(hub.listen(options, rpc.route("echo"))).port();
  }

  @Override
  public void close() {
    running.ifPresent(VertxEnd::close);
    running = Optional.empty();
  }

  /** As usual, but the first calls on a busy machine may take long: the bench has its own limit. */
  static RpcOptions patient(String name) {
    return RpcOptions.defaults(name)
        .withCallTimeout(PATIENCE)
        .withAnnouncing(RpcOptions.DEFAULT_ANNOUNCE_INTERVAL, PATIENCE);
  }

  /** Connects. */
  static Client connect(int port, int connections) throws Exception {
    VertxEnd end = new VertxEnd(1);
    Hub hub = VertxEnd.await(Hub.start(end.vertx(), "load"));
    Rpc rpc = VertxEnd.await(Rpc.start(end.vertx(), patient("client")));
    List<Echo> clients = new ArrayList<>();
    for (int i = 0; i < connections; i++) {
      ConnectorOptions options =
          ConnectorOptions.to(
              "out-" + i,
              SocketAddress.inetSocketAddress(port, "127.0.0.1"),
              ConnectionOptions.of(rpc.framing()));
      Connection connection = VertxEnd.await(hub.connect(options, rpc.route()));
      clients.add(rpc.over(connection).client(Echo.class));
    }
    return new Client(end, clients);
  }

  /** A client of the service for each connection. */
  static final class Client implements CallClient, ItemClient {
    private final VertxEnd end;
    private final List<Echo> services;

    private Client(VertxEnd end, List<Echo> services) {
      this.end = end;
      this.services = services;
    }

    @Override
    public void execute(Runnable task) {
      end.execute(task);
    }

    @Override
    public void call(int connection, byte[] request, Outcome outcome) {
      services
          .get(connection)
          .echo(Buffer.buffer(request))
          .onComplete(answer -> outcome.answered(answer.getBytes()), outcome::failed);
    }

    @Override
    public void open(int bytes, Items items) {
      execute(() -> {
        RpcStream<Buffer> stream = (RpcStream<Buffer>) services.getFirst().items(bytes);
        stream
            .exceptionHandler(failed -> items.ended(failed.toString()))
            .endHandler(_ -> items.ended("the server has no more"))
            .handler(item -> items.item(item.getBytes()));
      });
    }

    @Override
    public void close() {
      end.close();
    }
  }
}
