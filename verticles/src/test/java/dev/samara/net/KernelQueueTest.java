package dev.samara.net;

import static dev.samara.net.HubFixture.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.samara.codec.line.LineFraming;
import dev.samara.net.connection.Connection;
import dev.samara.net.route.Routes;
import dev.samara.net.socket.SocketOptions;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.transport.Transport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who comes while nobody is accepted waits in the kernel's queue, as many as the backlog says. */
class KernelQueueTest {

  /** Comes on top of what fits: these are not connected while the queue is full. */
  private static final int TOO_MANY = 4;

  @ParameterizedTest
  @CsvSource({"nio, 3", "nio, 20", "epoll, 3", "epoll, 20"})
  void asManyWaitAsTheBacklogSaysAndAllOfThemAreAccepted(String loops, int backlog)
      throws Exception {
    try (var fixture = new HubFixture(loops.equals("nio") ? Transport.NIO : Transport.EPOLL)) {
      var listener =
          fixture.listen(
              ListenerOptions.tcp("lines", 0, new LineFraming(100))
                  .withSocket(SocketOptions.defaults().withBacklog(backlog)),
              Routes.handler(() -> Connection::post));
      listener.pause();
      awaitAcceptors(fixture);
      var clients = new ArrayList<SocketChannel>();
      try {
        // Linux takes one more than it is told: full is what holds more than the backlog.
        var fitting = backlog + 1;
        for (var i = 0; i < fitting + TOO_MANY; i++) {
          clients.add(dial(listener.port()));
        }
        eventually("as many wait as fit", () -> connected(clients).size() == fitting);
        var waiting = connected(clients);
        assertEquals(fitting, waiting.size());
        assertEquals(0, fixture.figures("lines").opened());
        listener.resume();
        for (var client : waiting) {
          assertEquals("x\n", exchange(client));
        }
      } finally {
        for (var client : clients) {
          client.close();
        }
      }
    }
  }

  /** Pausing is done on the event loop that accepts. */
  private static void awaitAcceptors(HubFixture fixture) throws Exception {
    var vertx = (VertxInternal) fixture.vertx;
    for (var loop : vertx.acceptorEventLoopGroup()) {
      loop.submit(() -> {}).get(20, TimeUnit.SECONDS);
    }
  }

  private static SocketChannel dial(int port) throws IOException {
    var client = SocketChannel.open();
    client.configureBlocking(false);
    client.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    return client;
  }

  private static List<SocketChannel> connected(List<SocketChannel> clients) {
    return clients.stream().filter(KernelQueueTest::isConnected).toList();
  }

  private static boolean isConnected(SocketChannel client) {
    try {
      return client.finishConnect();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String exchange(SocketChannel client) throws IOException {
    client.configureBlocking(true);
    client.write(ByteBuffer.wrap("x\n".getBytes()));
    var answer = ByteBuffer.allocate(2);
    while (answer.hasRemaining() && client.read(answer) >= 0) {
      continue;
    }
    return new String(answer.array());
  }
}
