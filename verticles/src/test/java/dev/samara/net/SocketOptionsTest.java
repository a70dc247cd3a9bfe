package dev.samara.net;

import static dev.samara.net.HubFixture.await;
import static dev.samara.net.HubFixture.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.samara.codec.line.LineFraming;
import dev.samara.net.connection.Connection;
import dev.samara.net.connection.Route;
import dev.samara.net.route.ConnectionHandler;
import dev.samara.net.route.Routes;
import dev.samara.net.socket.SocketOptions;
import dev.samara.net.socket.TcpOptions;
import dev.samara.net.socket.TcpOptions.KeepAlive;
import dev.samara.net.transport.Acceptor;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.socket.nio.NioChannelOption;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.transport.Transport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import jdk.net.ExtendedSocketOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whether socket options arrive at the sockets, and how ports are shared. */
class SocketOptionsTest {

  private static final TcpOptions MANY =
      TcpOptions.defaults()
          .withNoDelay(false)
          .withPeerChecks(
              Optional.of(new KeepAlive(Duration.ofSeconds(7), Duration.ofSeconds(3), 2)),
              Duration.ofSeconds(4))
          .withLinger(Optional.of(Duration.ofSeconds(5)))
          .withTiming(Duration.ofSeconds(2), true);

  private static Route echo() {
    ConnectionHandler echo = Connection::post;
    return Routes.handler(() -> echo);
  }

  private static ListenerOptions lines(String name, int port, SocketOptions options) {
    return ListenerOptions.tcp(name, port, new LineFraming(100)).withSocket(options);
  }

  /** Accepts one socket and looks at it while it is open. */
  private static void accepted(HubFixture fixture, SocketOptions options, Consumer<Channel> look)
      throws Exception {
    var child = new CompletableFuture<Channel>();
    var acceptor =
        Acceptor.listen(
            (VertxInternal) fixture.vertx,
            SocketAddress.inetSocketAddress(0, "127.0.0.1"),
            options,
            new ChannelInitializer<>() {
              @Override
              protected void initChannel(Channel channel) {
                child.complete(channel);
              }
            },
            new Acceptor.Watcher() {
              @Override
              public void failed() {
                child.completeExceptionally(new AssertionError("accept failed"));
              }

              @Override
              public void suspended(String cause) {
                child.completeExceptionally(new AssertionError(cause));
              }

              @Override
              public void resumed() {
                child.completeExceptionally(new AssertionError("nothing was suspended"));
              }
            });
    try (var client = RawClient.tcp(acceptor.port())) {
      client.write("x");
      look.accept(child.get(20, TimeUnit.SECONDS));
    } finally {
      await(acceptor.close());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"nio", "epoll"})
  void theUsualSocketSendsAtOnceAndProbesSilentPeers(String loops) throws Exception {
    try (var fixture = new HubFixture(loops.equals("nio") ? Transport.NIO : Transport.EPOLL)) {
      accepted(
          fixture,
          SocketOptions.defaults(),
          child -> {
            var config = child.config();
            assertEquals(true, config.getOption(ChannelOption.TCP_NODELAY));
            assertEquals(true, config.getOption(ChannelOption.SO_KEEPALIVE));
            var idle =
                loops.equals("nio")
                    ? config.getOption(NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPIDLE))
                    : config.getOption(EpollChannelOption.TCP_KEEPIDLE);
            assertEquals(60, idle);
          });
    }
  }

  @Test
  void epollTakesThemAll() throws Exception {
    try (var fixture = new HubFixture(Transport.EPOLL)) {
      accepted(fixture, SocketOptions.defaults().withTcp(MANY), SocketOptionsTest::assertMany);
    }
  }

  private static void assertMany(Channel child) {
    var config = child.config();
    assertEquals(false, config.getOption(ChannelOption.TCP_NODELAY));
    assertEquals(7, config.getOption(EpollChannelOption.TCP_KEEPIDLE));
    assertEquals(3, config.getOption(EpollChannelOption.TCP_KEEPINTVL));
    assertEquals(2, config.getOption(EpollChannelOption.TCP_KEEPCNT));
    assertEquals(4_000, config.getOption(EpollChannelOption.TCP_USER_TIMEOUT));
    assertEquals(5, config.getOption(ChannelOption.SO_LINGER));
    assertTrue(child.parent().config().getOption(EpollChannelOption.TCP_DEFER_ACCEPT) >= 2);
  }

  @Test
  void nioTakesWhatTheJdkHas() throws Exception {
    try (var fixture = new HubFixture()) {
      accepted(
          fixture,
          SocketOptions.defaults().withTcp(MANY),
          child -> {
            var config = child.config();
            assertEquals(
                3, config.getOption(NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPINTERVAL)));
            assertEquals(
                2, config.getOption(NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPCOUNT)));
            assertEquals(5, config.getOption(ChannelOption.SO_LINGER));
          });
    }
  }

  @Test
  void aSharedPortNeedsANativeTransport() {
    var shared = SocketOptions.defaults().withReusePort(true);
    try (var fixture = new HubFixture()) {
      for (var options :
          List.of(lines("tcp", 0, shared), ListenerOptions.udp("udp", 0).withSocket(shared))) {
        var failure = assertThrows(ListenException.class, () -> fixture.listen(options, echo()));
        assertTrue(
            failure.getMessage().contains("reusePort: true (expected: false, as"),
            failure.getMessage());
      }
    }
  }

  @Test
  void twoNodesShareAPortAndAllTheirEventLoopsServeIt() {
    var shared = SocketOptions.defaults().withReusePort(true);
    try (var one = new HubFixture(Transport.EPOLL);
        var two = new HubFixture(Transport.EPOLL)) {
      var port = one.listen(lines("lines", 0, shared), echo()).port();
      two.listen(lines("lines", port, shared), echo());
      var clients = new ArrayList<RawClient>();
      try {
        // The kernel spreads them by a hash: with so many each of four sockets gets some.
        for (var i = 0; i < 200; i++) {
          clients.add(RawClient.tcp(port));
        }
        for (var client : clients) {
          assertEquals("x", client.write("x\n").readLine());
        }
        var here = one.figures("lines").open();
        assertEquals(200, here + two.figures("lines").open());
        assertTrue(here > 20 && here < 180, "one has " + here);
      } finally {
        clients.forEach(RawClient::close);
      }
      await(one.hub.drain(Duration.ofSeconds(5)));
      try (var client = RawClient.tcp(port)) {
        assertEquals("y", client.write("y\n").readLine());
        eventually("the other one serves", () -> two.figures("lines").open() >= 1);
      }
    }
  }

  @Test
  void valuesAreChecked() {
    var second = Duration.ofSeconds(1);
    assertThrows(IllegalArgumentException.class, () -> new KeepAlive(Duration.ZERO, second, 1));
    assertThrows(
        IllegalArgumentException.class, () -> new KeepAlive(second, Duration.ofHours(10), 1));
    assertThrows(IllegalArgumentException.class, () -> new KeepAlive(second, second, 128));
    assertThrows(
        IllegalArgumentException.class, () -> MANY.withTiming(Duration.ofSeconds(-1), false));
    assertThrows(IllegalArgumentException.class, () -> SocketOptions.defaults().withBacklog(0));
  }
}
