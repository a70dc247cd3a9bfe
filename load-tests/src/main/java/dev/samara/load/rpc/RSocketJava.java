package dev.samara.load.rpc;

import dev.samara.load.generator.CallClient;
import dev.samara.load.generator.Medium;
import dev.samara.load.transport.Transport;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.epoll.EpollEventLoopGroup;
import io.rsocket.Payload;
import io.rsocket.RSocket;
import io.rsocket.SocketAcceptor;
import io.rsocket.core.RSocketConnector;
import io.rsocket.core.RSocketServer;
import io.rsocket.frame.decoder.PayloadDecoder;
import io.rsocket.transport.netty.client.TcpClientTransport;
import io.rsocket.transport.netty.server.CloseableChannel;
import io.rsocket.transport.netty.server.TcpServerTransport;
import io.rsocket.util.ByteBufPayload;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.netty.tcp.TcpClient;
import reactor.netty.tcp.TcpServer;

/** RSocket-java over TCP, with payloads that are not copied: the fastest it can. */
final class RSocketJava implements RpcServer {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** Set by {@link #start}, taken by {@link #close}; both on the caller's thread. */
  private Optional<CloseableChannel> server = Optional.empty();

  private Optional<EventLoopGroup> group = Optional.empty();

  /** Not started yet. */
  RSocketJava() {}

  @Override
  public RpcTarget start(Medium medium, int loopCount) {
    EventLoopGroup loops = loops(loopCount);
    group = Optional.of(loops);
    TcpServer tcp = TcpServer.create().host("127.0.0.1").port(0).runOn(loops);
    CloseableChannel started =
        RSocketServer.create(SocketAcceptor.forRequestResponse(Mono::just))
            .payloadDecoder(PayloadDecoder.ZERO_COPY)
            .bind(TcpServerTransport.create(tcp))
            .block(PATIENCE);
    server = Optional.ofNullable(started);
    return RpcTarget.tcp(server.orElseThrow().address().getPort());
  }

  /** Its Netty tells by the class of the loops which sockets they can carry. */
  @SuppressWarnings("deprecation")
  private static EventLoopGroup loops(int count) {
    return Transport.best().isEpoll()
        ? new EpollEventLoopGroup(count)
        : new io.netty.channel.nio.NioEventLoopGroup(count);
  }

  @Override
  public void close() {
    server.ifPresent(Disposable::dispose);
    server = Optional.empty();
    group.ifPresent(RSocketJava::end);
    group = Optional.empty();
  }

  private static void end(EventLoopGroup loops) {
    loops.shutdownGracefully(10, 2_000, TimeUnit.MILLISECONDS).awaitUninterruptibly();
  }

  /** Connects. */
  static CallClient connect(int port, int connections) {
    EventLoopGroup loops = loops(1);
    TcpClient tcp =
        TcpClient.create()
            .remoteAddress(() -> new InetSocketAddress("127.0.0.1", port))
            .runOn(loops);
    List<RSocket> sockets = new ArrayList<>();
    for (int i = 0; i < connections; i++) {
      sockets.add(
          RSocketConnector.create()
              .payloadDecoder(PayloadDecoder.ZERO_COPY)
              .connect(TcpClientTransport.create(tcp))
              .block(PATIENCE));
    }
    return new Client(loops, sockets);
  }

  /** A socket is a connection. */
  private record Client(EventLoopGroup loops, List<RSocket> sockets) implements CallClient {
    @Override
    public void execute(int loop, long delayNanos, Runnable task) {
      loops.next().schedule(task, delayNanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public void call(int connection, byte[] request, Outcome outcome) {
      sockets
          .get(connection)
          .requestResponse(ByteBufPayload.create(request))
          .subscribe(answer -> outcome.answered(bytes(answer)), outcome::failed);
    }

    private static byte[] bytes(Payload answer) {
      ByteBuf data = answer.sliceData();
      byte[] bytes = ByteBufUtil.getBytes(data);
      answer.release();
      return bytes;
    }

    @Override
    public void close() {
      sockets.forEach(Disposable::dispose);
      end(loops);
    }
  }
}
