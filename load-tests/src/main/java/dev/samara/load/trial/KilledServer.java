package dev.samara.load.trial;

import dev.samara.codec.length.LengthFraming;
import dev.samara.load.fault.ProcessFaults;
import dev.samara.load.trial.Trial.Outcome;
import dev.samara.net.ConnectorOptions;
import dev.samara.net.Hub;
import dev.samara.net.connection.Balance;
import dev.samara.net.connection.Connection;
import dev.samara.net.connection.ConnectionOptions;
import dev.samara.net.route.ConnectionHandler;
import dev.samara.net.route.Routes;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A server dies while a hub of this kit sends to it: each message has an outcome at the sender. */
final class KilledServer {
  private static final int MESSAGES = 20_000;
  private static final long PATIENCE_SECONDS = 20;

  private KilledServer() {}

  static Outcome run() throws Exception {
    Vertx vertx = Vertx.vertx();
    try (EchoTrial trial = EchoTrial.start()) {
      Hub hub = await(Hub.start(vertx, "trial"));
      Connection connection = await(hub.connect(to(trial), Routes.handler(() -> IGNORE)));
      Buffer message = Buffer.buffer(new byte[1_024]);
      List<Future<Void>> sent = new ArrayList<>();
      for (int i = 0; i < MESSAGES; i++) {
        sent.add(connection.send(message));
      }
      ProcessFaults.kill(trial.server().pid());
      // Each future ends, whichever way: only then have all been taken over by the event loop.
      await(Future.join(sent).otherwiseEmpty());
      long flushed = sent.stream().filter(Future::succeeded).count();
      Balance balance = settled(hub);
      return new Outcome(
          balance.addsUp() && balance.inFlight() == 0 && balance.accepted() >= MESSAGES,
          "%,d of %,d futures succeeded; sender: %s".formatted(flushed, MESSAGES, balance));
    } finally {
      await(vertx.close());
    }
  }

  private static final ConnectionHandler IGNORE = (_, _) -> {};

  private static ConnectorOptions to(EchoTrial trial) {
    return ConnectorOptions.to(
        "killed",
        SocketAddress.inetSocketAddress(trial.address().getPort(), "127.0.0.1"),
        ConnectionOptions.of(new LengthFraming(1 << 20)));
  }

  private static Balance settled(Hub hub) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    Balance balance = balance(hub);
    while (balance.inFlight() > 0 && System.nanoTime() < deadline) {
      TimeUnit.MILLISECONDS.sleep(20);
      balance = balance(hub);
    }
    return balance;
  }

  private static Balance balance(Hub hub) throws Exception {
    return await(hub.figures()).values().stream()
        .flatMap(figures -> Stream.of(figures.in(), figures.out()))
        .reduce(Balance.ZERO, Balance::plus);
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }
}
