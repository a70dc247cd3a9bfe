package dev.samara.load.generator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.samara.load.generator.FaultyEcho.Fault;
import dev.samara.load.server.EchoKind;
import dev.samara.load.server.EchoServer;
import dev.samara.load.transport.Transport;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class CrowdTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private static FrameLoad load;

  @BeforeAll
  static void startLoops() {
    load = new FrameLoad(2);
  }

  @AfterAll
  static void stopLoops() {
    load.close();
  }

  @ParameterizedTest
  @EnumSource(names = {"NETTY", "VERTX", "NAMED", "BRIDGE"})
  void allAreAnsweredAndStay(EchoKind kind) throws Exception {
    try (EchoServer server = kind.create(EchoServer.MAX_PAYLOAD_BYTES)) {
      InetSocketAddress address = loopback(server.start(1));
      try (Crowd crowd = load.gather(Target.tcp(address), kind.wire(), 501, PATIENCE)) {
        assertEquals(501, crowd.count());
        assertEquals(501, crowd.present());
        assertTrue(crowd.gatherNanos() > 0);
        LoadPlan plan =
            LoadPlan.to(address)
                .withWire(kind.wire())
                .withShape(10, 1, 128)
                .withTimes(Duration.ZERO, Duration.ofMillis(100));
        assertTrue(load.run(plan, WindowWatcher.NONE).balance().answered() > 0);
        assertEquals(501, crowd.present());
      }
    }
  }

  @Test
  void closedCrowdIsGone() throws Exception {
    try (FaultyEcho echo = new FaultyEcho(Fault.NONE)) {
      Crowd crowd = load.gather(Target.tcp(echo.address()), WireFormat.LENGTH, 3, PATIENCE);
      crowd.close();
      assertEquals(0, crowd.present());
    }
  }

  @Test
  void thoseThatTheServerClosesAreMissed() throws Exception {
    EchoServer server = EchoKind.NETTY.create(100);
    try (Crowd crowd =
        load.gather(Target.tcp(loopback(server.start(1))), WireFormat.LENGTH, 50, PATIENCE)) {
      server.close();
      long deadline = System.nanoTime() + PATIENCE.toNanos();
      while (crowd.present() > 0 && System.nanoTime() < deadline) {
        LockSupport.parkNanos(1_000_000);
      }
      assertEquals(0, crowd.present());
    } finally {
      server.close();
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "CORRUPT | the answer to message 0 has other bytes",
        "LONGER  | the answer to message 0 announces 17 bytes, not 16",
        "FOREIGN | has the number of no message sent",
        "CLOSE   | closed by the server",
        "DROP    | not all within 1 s"
      })
  void faultOfTheServerIsFound(Fault fault, String message) throws Exception {
    Duration patience = fault == Fault.DROP ? Duration.ofSeconds(1) : PATIENCE;
    try (FaultyEcho echo = new FaultyEcho(fault, 0)) {
      LoadException caught =
          assertThrows(
              LoadException.class,
              () -> load.gather(Target.tcp(echo.address()), WireFormat.LENGTH, 5, patience));
      assertTrue(caught.getMessage().contains(message), caught.getMessage());
    }
  }

  @Test
  void refusedConnectionIsFound() throws Exception {
    try (Socket silent = new Socket()) {
      // Bound, so that nobody else gets the port, but not listening.
      silent.bind(loopback(0));
      InetSocketAddress refused = loopback(silent.getLocalPort());
      LoadException caught =
          assertThrows(
              LoadException.class,
              () -> load.gather(Target.tcp(refused), WireFormat.LENGTH, 5, PATIENCE));
      assertTrue(caught.getMessage().contains("Connection refused"), caught.getMessage());
    }
  }

  @Test
  void connectionsBeyondThePortsOfOneAddressComeFromTheNext() throws Exception {
    Transport transport = Transport.best();
    var loops = transport.loops(1);
    ChannelGroup present = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);
    try (ServerSocket listening = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
      CrowdShare share =
          new CrowdShare(
              loops.next(),
              WireFormat.LENGTH.payload(16),
              new Dialler(transport, Target.tcp(loopback(listening.getLocalPort())), PATIENCE),
              1_999,
              2,
              present);
      share.begin();
      try (Socket first = listening.accept();
          Socket second = listening.accept()) {
        assertEquals("127.0.0.1", first.getInetAddress().getHostAddress());
        assertEquals("127.0.0.2", second.getInetAddress().getHostAddress());
      }
    } finally {
      present.close().awaitUninterruptibly();
      loops.shutdownGracefully();
    }
  }

  private static InetSocketAddress loopback(int port) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }
}
