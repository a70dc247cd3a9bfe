package dev.samara.load.rpc;

import dev.samara.load.generator.CallClient;
import dev.samara.load.generator.Medium;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.Marshaller;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.epoll.Epoll;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollServerSocketChannel;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollSocketChannel;
import io.grpc.netty.shaded.io.netty.channel.nio.NioEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioServerSocketChannel;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioSocketChannel;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * gRPC-java over plain HTTP/2 with the Netty that it brings. Methods run on its event loops, the
 * fastest it can, and bytes are what they are, without protocol buffers.
 */
final class GrpcJava implements RpcServer {
  private static final MethodDescriptor<byte[], byte[]> ECHO =
      MethodDescriptor.<byte[], byte[]>newBuilder()
          .setType(MethodType.UNARY)
          .setFullMethodName(MethodDescriptor.generateFullMethodName("bench.Echo", "Echo"))
          .setRequestMarshaller(new Bytes())
          .setResponseMarshaller(new Bytes())
          .build();

  /** Set by {@link #start}, taken by {@link #close}; both on the caller's thread. */
  private Optional<Server> server = Optional.empty();

  private Optional<EventLoopGroup> group = Optional.empty();

  /** Not started yet. */
  GrpcJava() {}

  /** Bytes as they are. */
  private static final class Bytes implements Marshaller<byte[]> {
    @Override
    public InputStream stream(byte[] value) {
      return new ByteArrayInputStream(value);
    }

    @Override
    public byte[] parse(InputStream stream) {
      try (stream) {
        return stream.readAllBytes();
      } catch (IOException broken) {
        throw new UncheckedIOException(broken);
      }
    }
  }

  @Override
  public RpcTarget start(Medium medium, int loopCount) throws IOException {
    EventLoopGroup loops = loops(loopCount);
    group = Optional.of(loops);
    Server started =
        NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", 0))
            .bossEventLoopGroup(loops)
            .workerEventLoopGroup(loops)
            .channelType(
                Epoll.isAvailable() ? EpollServerSocketChannel.class : NioServerSocketChannel.class)
            .directExecutor()
            .addService(
                ServerServiceDefinition.builder("bench.Echo")
                    .addMethod(ECHO, ServerCalls.asyncUnaryCall(GrpcJava::echo))
                    .build())
            .build()
            .start();
    server = Optional.of(started);
    return RpcTarget.tcp(started.getPort());
  }

  private static void echo(byte[] request, StreamObserver<byte[]> to) {
    to.onNext(request);
    to.onCompleted();
  }

  private static EventLoopGroup loops(int count) {
    return Epoll.isAvailable() ? new EpollEventLoopGroup(count) : new NioEventLoopGroup(count);
  }

  @Override
  public void close() {
    server.ifPresent(Server::shutdownNow);
    server = Optional.empty();
    group.ifPresent(GrpcJava::end);
    group = Optional.empty();
  }

  private static void end(EventLoopGroup loops) {
    loops.shutdownGracefully(10, 2_000, TimeUnit.MILLISECONDS).awaitUninterruptibly();
  }

  /** Connects with the first call on each connection. */
  static CallClient connect(int port, int connections) {
    EventLoopGroup loops = loops(1);
    List<ManagedChannel> channels = new ArrayList<>();
    for (int i = 0; i < connections; i++) {
      channels.add(
          NettyChannelBuilder.forAddress(new InetSocketAddress("127.0.0.1", port))
              .usePlaintext()
              .directExecutor()
              .eventLoopGroup(loops)
              .channelType(Epoll.isAvailable() ? EpollSocketChannel.class : NioSocketChannel.class)
              .build());
    }
    return new Client(loops, channels);
  }

  /** A channel is a connection. */
  private record Client(EventLoopGroup loops, List<ManagedChannel> channels) implements CallClient {
    @Override
    public void execute(int loop, long delayNanos, Runnable task) {
      loops.next().schedule(task, delayNanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public void call(int connection, byte[] request, Outcome outcome) {
      ClientCalls.asyncUnaryCall(
          channels.get(connection).newCall(ECHO, CallOptions.DEFAULT),
          request,
          new StreamObserver<>() {
            private byte[] answer = {};

            @Override
            public void onNext(byte[] value) {
              answer = value;
            }

            @Override
            public void onError(Throwable cause) {
              outcome.failed(cause);
            }

            @Override
            public void onCompleted() {
              outcome.answered(answer);
            }
          });
    }

    @Override
    public void close() {
      channels.forEach(ManagedChannel::shutdownNow);
      end(loops);
    }
  }
}
