package dev.samara.load.server;

import dev.samara.load.generator.Medium;
import dev.samara.load.transport.SelfSigned;
import dev.samara.load.transport.VertxEnd;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.SocketAddress;
import java.io.IOException;
import java.util.Optional;

/** Raw Vert.x: a NetServer per event loop, buffers in, one gathered buffer out per read. */
final class VertxEcho implements EchoServer {
  private final int maxPayloadBytes;

  /** Set by {@link #start}, taken by {@link #close}; both on the caller's thread. */
  private Optional<VertxEnd> running = Optional.empty();

  VertxEcho(int maxPayloadBytes) {
    this.maxPayloadBytes = maxPayloadBytes;
  }

  @Override
  public String start(Medium medium, int loops) throws Exception {
    VertxEnd end = new VertxEnd(loops);
    running = Optional.of(end);
    Vertx vertx = end.vertx();
    return VertxEnd.await(
        medium == Medium.WS ? webSockets(vertx, loops) : streams(vertx, medium, loops));
  }

  private static Future<String> webSockets(Vertx vertx, int loops) {
    return HttpServers.listen(
        vertx,
        loops,
        () ->
            vertx
                .createHttpServer(SamaraPlaces.webSocketOptions())
                .webSocketHandler(
                    socket -> socket.binaryMessageHandler(socket::writeBinaryMessage)));
  }

  private Future<String> streams(Vertx vertx, Medium medium, int loops)
      throws IOException, InterruptedException {
    // A negative port is one free port that all instances share.
    NetServerOptions options = new NetServerOptions().setHost("127.0.0.1").setPort(-1);
    if (medium == Medium.TLS) {
      SelfSigned pair = SelfSigned.make();
      options
          .setSsl(true)
          .setKeyCertOptions(
              new PemKeyCertOptions()
                  .setCertPath(pair.certificate().toString())
                  .setKeyPath(pair.key().toString()));
    }
    Optional<String> path =
        medium == Medium.UNIX ? Optional.of(UnixPlaces.next().toString()) : Optional.empty();
    Promise<String> where = Promise.promise();
    return vertx
        .deployVerticle(
            () -> new Listener(options, path, where, maxPayloadBytes),
            new DeploymentOptions().setInstances(loops))
        .compose(_ -> where.future());
  }

  @Override
  public void close() {
    running.ifPresent(VertxEnd::close);
    running = Optional.empty();
  }

  /** One per event loop. */
  private static final class Listener extends VerticleBase {
    private final NetServerOptions options;
    private final Optional<String> unixPath;
    private final Promise<String> where;
    private final int maxPayloadBytes;

    Listener(
        NetServerOptions options,
        Optional<String> unixPath,
        Promise<String> where,
        int maxPayloadBytes) {
      this.options = options;
      this.unixPath = unixPath;
      this.where = where;
      this.maxPayloadBytes = maxPayloadBytes;
    }

    @Override
    public Future<NetServer> start() {
      NetServer server = vertx.createNetServer(options).connectHandler(this::echo);
      return unixPath
          .map(path ->
              server
                  .listen(SocketAddress.domainSocketAddress(path))
                  .onSuccess(_ -> where.tryComplete(path)))
          .orElseGet(
              () -> server.listen().onSuccess(_ -> where.tryComplete("" + server.actualPort())));
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
