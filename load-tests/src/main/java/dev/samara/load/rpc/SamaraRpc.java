package dev.samara.load.rpc;

import dev.samara.load.generator.Medium;
import dev.samara.load.server.SamaraPlaces;
import dev.samara.load.transport.VertxEnd;
import dev.samara.net.Hub;
import dev.samara.rpc.Rpc;
import dev.samara.rpc.RpcOptions;
import java.time.Duration;
import java.util.Optional;

/** Samara, as a user would have it: a hub, a listener, a route of RPC. */
final class SamaraRpc implements RpcServer {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final Echo service;

  /** Set by {@link #start}, taken by {@link #close}; both on the caller's thread. */
  private Optional<VertxEnd> running = Optional.empty();

  /** With a good service; not started yet. */
  SamaraRpc() {
    this(new EchoService());
  }

  /** With any service. */
  SamaraRpc(Echo service) {
    this.service = service;
  }

  @Override
  public RpcTarget start(Medium medium, int loops) throws Exception {
    VertxEnd end = new VertxEnd(loops);
    running = Optional.of(end);
    Hub hub = VertxEnd.await(Hub.start(end.vertx(), "bench"));
    Rpc rpc = VertxEnd.await(Rpc.start(end.vertx(), RpcOptions.defaults("server")));
    VertxEnd.await(rpc.expose(Echo.class, service));
    var place =
        VertxEnd.await(
            SamaraPlaces.listen(medium, end.vertx(), hub, rpc.framing(), rpc.route("echo")));
    return RpcTarget.echo(medium.target(place.address()), place.certificate());
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
}
