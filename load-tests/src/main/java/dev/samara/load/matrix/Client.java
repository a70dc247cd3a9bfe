package dev.samara.load.matrix;

import dev.samara.codec.length.LengthFraming;
import dev.samara.net.ConnectorOptions;
import dev.samara.net.Hub;
import dev.samara.net.connection.Connection;
import dev.samara.net.connection.ConnectionOptions;
import dev.samara.net.route.ConnectionHandler;
import dev.samara.net.route.Routes;
import dev.samara.net.simple.SimpleLink;
import dev.samara.net.simple.SimpleLinkOptions;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.SocketAddress;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The two ways to write a client: blocking and asynchronous. */
public enum Client {
  /** A thread for each connection, which sends and then waits. */
  BLOCKING {
    @Override
    List<CompletableFuture<Void>> start(
        InetSocketAddress server, int clients, int trips, Buffer message, Vertx vertx) {
      List<CompletableFuture<Void>> running = new ArrayList<>();
      for (int i = 0; i < clients; i++) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        running.add(done);
        Thread.ofVirtual().start(() -> blockingTrips(server, trips, message, done));
      }
      return running;
    }
  },
  /** A handler on the event loop that sends the next one when an answer comes. */
  ASYNC {
    @Override
    List<CompletableFuture<Void>> start(
        InetSocketAddress server, int clients, int trips, Buffer message, Vertx vertx) {
      List<CompletableFuture<Void>> running = new ArrayList<>();
      for (int i = 0; i < clients; i++) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        running.add(done);
        Hub.start(vertx, "client-" + i)
            .compose(hub ->
                hub.connect(to(server), Routes.handler(() -> new Trips(trips, message, done))))
            .onFailure(done::completeExceptionally);
      }
      return running;
    }
  };

  private static final int MAX_BYTES = 1 << 24;
  private static final long PATIENCE_MINUTES = 30;

  abstract List<CompletableFuture<Void>> start(
      InetSocketAddress server, int clients, int trips, Buffer message, Vertx vertx);

  /**
   * The name in reports.
   *
   * @return the name in lower case
   */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Makes round trips, and checks that each message comes back as it was; blocks.
   *
   * @param server a framed echo
   * @param clients connections, from 1
   * @param trips on each connection, one after the other
   * @param bytes of a message, from 1
   * @return seconds until the last one
   * @throws IOException if a connection fails or an answer is wrong
   * @throws InterruptedException if this thread was interrupted
   */
  public double run(InetSocketAddress server, int clients, int trips, int bytes)
      throws IOException, InterruptedException {
    byte[] content = new byte[bytes];
    new Random(bytes).nextBytes(content);
    Vertx vertx = Vertx.vertx();
    try {
      long begun = System.nanoTime();
      CompletableFuture.allOf(
              start(server, clients, trips, Buffer.buffer(content), vertx)
                  .toArray(CompletableFuture[]::new))
          .get(PATIENCE_MINUTES, TimeUnit.MINUTES);
      return (System.nanoTime() - begun) / 1e9;
    } catch (ExecutionException | TimeoutException failed) {
      throw new IOException("the " + label() + " client: " + failed.getMessage(), failed);
    } finally {
      vertx.close().toCompletionStage().toCompletableFuture().join();
    }
  }

  private static void blockingTrips(
      InetSocketAddress server, int trips, Buffer message, CompletableFuture<Void> done) {
    try (SimpleLink link =
        SimpleLink.tcp(
            server.getHostString(),
            server.getPort(),
            new LengthFraming(MAX_BYTES),
            SimpleLinkOptions.DEFAULT)) {
      for (int i = 0; i < trips; i++) {
        link.send(message);
        if (!link.receive().filter(message::equals).isPresent()) {
          throw new IOException("trip " + i + " brought something else back");
        }
      }
      done.complete(null);
    } catch (Exception failed) {
      done.completeExceptionally(failed);
    }
  }

  private static ConnectorOptions to(InetSocketAddress server) {
    return ConnectorOptions.to(
        "matrix",
        SocketAddress.inetSocketAddress(server),
        ConnectionOptions.of(new LengthFraming(MAX_BYTES)));
  }

  /** One connection's trips. Owned by its event loop. */
  private static final class Trips implements ConnectionHandler {
    private final Buffer message;
    private final CompletableFuture<Void> done;
    private int left;

    Trips(int trips, Buffer message, CompletableFuture<Void> done) {
      this.left = trips;
      this.message = message;
      this.done = done;
    }

    @Override
    public void connected(Connection connection) {
      connection.post(message);
    }

    @Override
    public void message(Connection connection, Buffer answer) {
      if (!answer.equals(message)) {
        done.completeExceptionally(new IOException("a trip brought something else back"));
      } else if (--left == 0) {
        done.complete(null);
      } else {
        connection.post(message);
      }
    }
  }
}
