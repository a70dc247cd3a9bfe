package dev.samara.load.micro;

import dev.samara.codec.length.LengthFraming;
import dev.samara.net.connection.ConnectionOptions;
import dev.samara.net.connection.Route;
import dev.samara.net.connection.Session;
import dev.samara.net.lifecycle.LiveConnection;
import dev.samara.net.lifecycle.Loop;
import dev.samara.net.memory.MemoryBudget;
import dev.samara.net.memory.MemoryLimits;
import io.netty.channel.embedded.EmbeddedChannel;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.internal.VertxInternal;
import java.util.function.Function;

/** An event loop of the kit that runs when the measuring thread lets it. */
final class LoneLoop implements AutoCloseable {
  private static final int MAX_MESSAGE_BYTES = 1 << 20;

  private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
  private final EmbeddedChannel driver = new EmbeddedChannel();
  private final Loop loop =
      new Loop(
          "micro",
          0,
          1,
          ((VertxInternal) vertx).contextBuilder().withEventLoop(driver.eventLoop()).build(),
          _ -> {},
          new MemoryBudget(MemoryLimits.defaults()));

  /** A new connection with 32 bits of length before each message. */
  LiveConnection connect(NullLink link, Function<Session.Control, Session> sessions) {
    var route =
        new Route() {
          @Override
          public String name() {
            return "micro";
          }

          @Override
          public Session open(Session.Control control) {
            return sessions.apply(control);
          }
        };
    var options = ConnectionOptions.of(new LengthFraming(MAX_MESSAGE_BYTES));
    LiveConnection connection = loop.adopt(link, "micro", options, route);
    link.belongsTo(connection.receiver());
    return connection;
  }

  /** Ends the turn: what was put off until then is done. */
  void turn() {
    driver.runPendingTasks();
  }

  @Override
  public void close() {
    driver.finishAndReleaseAll();
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }
}
