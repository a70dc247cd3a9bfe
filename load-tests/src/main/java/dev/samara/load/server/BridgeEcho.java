package dev.samara.load.server;

import dev.samara.load.generator.Medium;
import dev.samara.load.transport.Ports;
import dev.samara.load.transport.VertxEnd;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.ext.bridge.BridgeOptions;
import io.vertx.ext.bridge.PermittedOptions;
import io.vertx.ext.eventbus.bridge.tcp.TcpEventBusBridge;
import java.util.Optional;

/**
 * The TCP event bus bridge of Vert.x, one per event loop, and behind it one consumer that replies
 * with what it is sent. One consumer only, so that the answers of a connection keep their order.
 */
final class BridgeEcho implements EchoServer {
  private static final String ADDRESS = "echo";
  private static final String HOST = "127.0.0.1";

  /** Set by {@link #start}, taken by {@link #close}; both on the caller's thread. */
  private Optional<VertxEnd> running = Optional.empty();

  @Override
  public String start(Medium medium, int loops) throws Exception {
    VertxEnd end = new VertxEnd(loops);
    running = Optional.of(end);
    Vertx vertx = end.vertx();
    // A bridge does not tell which port it got.
    int port = Ports.free();
    VertxEnd.await(
        vertx
            .deployVerticle(new Echo())
            .compose(_ ->
                vertx.deployVerticle(
                    () -> new Bridge(port), new DeploymentOptions().setInstances(loops))));
    return Integer.toString(port);
  }

  @Override
  public void close() {
    running.ifPresent(VertxEnd::close);
    running = Optional.empty();
  }

  /** The plainest service there is. */
  private static final class Echo extends VerticleBase {
    @Override
    public Future<?> start() {
      return vertx
          .eventBus()
          .consumer(ADDRESS, message -> message.reply(message.body()))
          .completion();
    }
  }

  /** One per event loop; all share the port. */
  private static final class Bridge extends VerticleBase {
    private final int port;

    Bridge(int port) {
      this.port = port;
    }

    @Override
    public Future<?> start() {
      BridgeOptions options =
          new BridgeOptions().addInboundPermitted(new PermittedOptions().setAddress(ADDRESS));
      return TcpEventBusBridge.create(vertx, options).listen(port, HOST);
    }
  }
}
