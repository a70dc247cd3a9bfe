package dev.samara.net;

import static dev.samara.net.HubFixture.await;
import static dev.samara.net.HubFixture.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.samara.codec.raw.RawFraming;
import dev.samara.net.connection.ConnectionOptions;
import dev.samara.net.connection.Route;
import dev.samara.net.route.ConnectionHandler;
import dev.samara.net.route.Routes;
import dev.samara.net.socket.BufferOptions;
import dev.samara.net.socket.SocketOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.transport.Transport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How much is read at a time, and how much is given to a socket, is what the options say. */
class BufferOptionsTest {

  private static final int KIB = 1024;
  private static final ConnectionOptions RAW = ConnectionOptions.of(new RawFraming(1024 * KIB));

  @TempDir Path folder;

  private final List<Integer> reads = new CopyOnWriteArrayList<>();
  private final AtomicLong bytes = new AtomicLong();

  private static HubFixture fixture(String loops) {
    return new HubFixture(loops.equals("nio") ? Transport.NIO : Transport.EPOLL);
  }

  /** Without framing each read is a message. */
  private Route counting() {
    ConnectionHandler count =
        (_, message) -> {
          reads.add(message.length());
          bytes.addAndGet(message.length());
        };
    return Routes.handler(() -> count);
  }

  private static ListenerOptions tcp(BufferOptions buffers) {
    return ListenerOptions.tcp("raw", 0, new RawFraming(KIB))
        .withConnection(RAW)
        .withSocket(SocketOptions.defaults().withBuffers(buffers));
  }

  private int largest() {
    return reads.stream().mapToInt(size -> size).max().orElse(0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"nio", "epoll"})
  void noReadOfAListenerTakesMoreThanItMay(String loops) {
    try (var fixture = fixture(loops)) {
      var small = fixture.listen(tcp(BufferOptions.SMALL.withReadBytes(KIB)), counting());
      try (var client = RawClient.tcp(small.port())) {
        client.write(new byte[100 * KIB]);
        eventually("all there", () -> bytes.get() == 100 * KIB);
        assertEquals(KIB, largest());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"nio", "epoll"})
  void noReadOfAConnectorTakesMoreThanItMay(String loops) throws IOException {
    try (var fixture = fixture(loops);
        var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var address = SocketAddress.inetSocketAddress(server.getLocalPort(), "127.0.0.1");
      var options =
          ConnectorOptions.to("raw", address, RAW)
              .withBuffers(BufferOptions.DEFAULT.withReadBytes(3 * KIB));
      await(fixture.hub.connect(options, counting()));
      try (var peer = server.accept()) {
        peer.getOutputStream().write(new byte[100 * KIB]);
        eventually("all there", () -> bytes.get() == 100 * KIB);
        assertEquals(3 * KIB, largest());
      }
    }
  }

  /** On a UNIX socket, whose kernel buffer holds more than the usual read takes. */
  @ParameterizedTest
  @ValueSource(strings = {"default", "bulk"})
  void whatHasPiledUpIsReadAtOnceAsFarAsTheProfileGoes(String profile) throws Exception {
    var buffers = profile.equals("bulk") ? BufferOptions.BULK : BufferOptions.DEFAULT;
    var busy = new CountDownLatch(1);
    var reached = new CountDownLatch(1);
    var path = folder.resolve("a.sock");
    ConnectionHandler count =
        (_, message) -> {
          reads.add(message.length());
          bytes.addAndGet(message.length());
          reached.countDown();
          waitFor(busy);
        };
    try (var fixture = fixture("epoll")) {
      fixture.listen(
          ListenerOptions.unix("raw", path, new RawFraming(KIB))
              .withConnection(RAW)
              .withSocket(SocketOptions.defaults().withBuffers(buffers)),
          Routes.handler(() -> count));
      try (var client = RawClient.unix(path)) {
        client.write("x");
        waitFor(reached);
        // Fits into the kernel's buffer, usually 208 KiB, with what Linux adds to each piece.
        client.write(new byte[120 * KIB]);
        busy.countDown();
        eventually("all there", () -> bytes.get() == 120 * KIB + 1);
      }
    }
    assertEquals(profile.equals("bulk") ? 120 * KIB : 64 * KIB, largest(), reads.toString());
  }

  private static void waitFor(CountDownLatch latch) {
    try {
      assertTrue(latch.await(20, TimeUnit.SECONDS));
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void connectionsOfDifferentSizesDoNotDisturbEachOther() {
    try (var fixture = fixture("epoll")) {
      var echo = Routes.handler(() -> dev.samara.net.connection.Connection::post);
      var small = fixture.listen(tcp(BufferOptions.SMALL), echo);
      var bulk = fixture.listen(tcp(BufferOptions.BULK), echo);
      try (var one = RawClient.tcp(small.port());
          var two = RawClient.tcp(bulk.port())) {
        for (var i = 0; i < 20; i++) {
          one.write("a".repeat(10_000));
          two.write("b".repeat(10_000));
          assertEquals("a".repeat(10_000), new String(one.read(10_000)));
          assertEquals("b".repeat(10_000), new String(two.read(10_000)));
        }
      }
    }
  }

  @Test
  void valuesAreChecked() {
    var usual = BufferOptions.DEFAULT;
    assertThrows(IllegalArgumentException.class, () -> usual.withReadBytes(KIB - 1));
    assertThrows(IllegalArgumentException.class, () -> usual.withReadBytes(16 * KIB * KIB + 1));
    assertThrows(IllegalArgumentException.class, () -> usual.withKernelBytes(-1, 0));
    assertThrows(IllegalArgumentException.class, () -> usual.withKernelBytes(0, -1));
    assertThrows(IllegalArgumentException.class, () -> usual.withWriteQueueBytes(4 * KIB - 1));
    var wrong =
        assertThrows(
            IllegalArgumentException.class, () -> usual.withWriteQueueBytes(64 * KIB * KIB + 1));
    assertEquals(
        "buffers.writeQueueBytes: 67108865 (expected: 4096 to 67108864)", wrong.getMessage());
  }
}
