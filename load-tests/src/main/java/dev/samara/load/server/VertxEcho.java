package dev.samara.load.server;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Raw Vert.x: a NetServer per event loop, buffers in, one gathered buffer out per read. */
final class VertxEcho implements EchoServer {
  private final int maxPayloadBytes;

  /** Set by {@link #start}, taken by {@link #close}; both on the caller's thread. */
  private Optional<Vertx> running = Optional.empty();

  VertxEcho(int maxPayloadBytes) {
    this.maxPayloadBytes = maxPayloadBytes;
  }

  @Override
  public int start(int loops) throws Exception {
    Vertx vertx =
        Vertx.vertx(new VertxOptions().setEventLoopPoolSize(loops).setPreferNativeTransport(true));
    running = Optional.of(vertx);
    CompletableFuture<Integer> port = new CompletableFuture<>();
    // A negative port is one free port that all instances share.
    vertx
        .deployVerticle(
            () -> new Listener(port, maxPayloadBytes), new DeploymentOptions().setInstances(loops))
        .toCompletionStage()
        .toCompletableFuture()
        .get(10, TimeUnit.SECONDS);
    return port.get(1, TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    running.ifPresent(vertx ->
        vertx
            .close()
            .toCompletionStage()
            .toCompletableFuture()
            .orTimeout(5, TimeUnit.SECONDS)
            .join());
    running = Optional.empty();
  }

  /** One per event loop. */
  private static final class Listener extends VerticleBase {
    private final CompletableFuture<Integer> port;
    private final int maxPayloadBytes;

    Listener(CompletableFuture<Integer> port, int maxPayloadBytes) {
      this.port = port;
      this.maxPayloadBytes = maxPayloadBytes;
    }

    @Override
    public Future<NetServer> start() {
      return vertx
          .createNetServer(new NetServerOptions().setHost("127.0.0.1").setPort(-1))
          .connectHandler(this::echo)
          .listen()
          .onSuccess(server -> port.complete(server.actualPort()));
    }

    private void echo(NetSocket socket) {
      FrameParser parser = new FrameParser(maxPayloadBytes);
      socket.exceptionHandler(_ -> socket.close());
      socket.handler(read -> {
        Buffer answers = Buffer.buffer(read.length() + HEADER_BYTES);
        try {
          parser.feed(read, payload -> answers.appendInt(payload.length()).appendBuffer(payload));
        } catch (IllegalArgumentException tooLong) {
          socket.close();
          return;
        }
        if (answers.length() > 0) {
          write(socket, answers);
        }
      });
    }

    /** A client that doesn't read its answers isn't read from either. */
    private static void write(NetSocket socket, Buffer answers) {
      socket.write(answers);
      if (socket.writeQueueFull()) {
        socket.pause();
        socket.drainHandler(_ -> socket.resume());
      }
    }
  }
}
