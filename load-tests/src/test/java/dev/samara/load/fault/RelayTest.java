package dev.samara.load.fault;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class RelayTest {
  private static final int SHORT_MILLIS = 100;

  private ServerSocket listening;
  private Relay relay;
  private Socket client;
  private Socket server;

  @BeforeEach
  void connect() throws IOException {
    listening = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    relay = Relay.to((InetSocketAddress) listening.getLocalSocketAddress());
    client = new Socket(relay.address().getAddress(), relay.address().getPort());
    server = listening.accept();
    client.setSoTimeout(20_000);
    server.setSoTimeout(20_000);
  }

  @AfterEach
  void close() throws IOException {
    client.close();
    server.close();
    relay.close();
    listening.close();
  }

  @Test
  void bytesAndEndsPassBothWays() throws Exception {
    byte[] sent = new byte[1 << 20];
    new Random(1).nextBytes(sent);
    Thread.ofVirtual().start(() -> write(client, sent));
    assertArrayEquals(sent, server.getInputStream().readNBytes(sent.length));
    server.getOutputStream().write(7);
    assertEquals(7, client.getInputStream().read());
    client.shutdownOutput();
    assertEquals(-1, server.getInputStream().read());
    server.getOutputStream().write(8);
    assertEquals(8, client.getInputStream().read(), "the other way is still open");
    server.close();
    assertEquals(-1, client.getInputStream().read());
    awaitConnections(0);
  }

  @Test
  void delayedBytesComeLateAndInOrder() throws Exception {
    relay.delay(Direction.TO_SERVER, Duration.ofMillis(60), Duration.ofMillis(30));
    long begun = System.nanoTime();
    for (int i = 0; i < 20; i++) {
      client.getOutputStream().write(i);
    }
    for (int i = 0; i < 20; i++) {
      assertEquals(i, server.getInputStream().read());
    }
    assertTrue(System.nanoTime() - begun >= Duration.ofMillis(60).toNanos());
  }

  @Test
  void cutIsOneWayAndWhatWasSentArrivesLater() throws Exception {
    relay.cut(Direction.TO_CLIENT);
    client.getOutputStream().write(1);
    assertEquals(1, server.getInputStream().read());
    server.getOutputStream().write(2);
    client.setSoTimeout(SHORT_MILLIS);
    assertThrows(SocketTimeoutException.class, () -> client.getInputStream().read());
    relay.mend();
    client.setSoTimeout(20_000);
    assertEquals(2, client.getInputStream().read());
  }

  @Test
  void slowReaderHoldsItsSenderUp() throws Exception {
    relay.slow(Direction.TO_CLIENT, 1_000);
    long begun = System.nanoTime();
    server.getOutputStream().write(new byte[500]);
    client.getInputStream().readNBytes(200);
    assertTrue(System.nanoTime() - begun >= Duration.ofMillis(150).toNanos());
    assertThrows(IllegalArgumentException.class, () -> relay.slow(Direction.TO_CLIENT, 0));
    relay.mend();
    assertEquals(300, client.getInputStream().readNBytes(300).length);
  }

  /** Each of the two could be faster. */
  @RepeatedTest(50)
  void resetReachesBothEnds() throws Exception {
    relay.reset();
    assertThrows(SocketException.class, () -> client.getInputStream().read());
    assertThrows(SocketException.class, () -> server.getInputStream().read());
    awaitConnections(0);
  }

  @Test
  void abandonedServerLearnsNothing() throws Exception {
    relay.abandon();
    assertThrows(SocketException.class, () -> client.getInputStream().read());
    server.setSoTimeout(SHORT_MILLIS);
    assertThrows(SocketTimeoutException.class, () -> server.getInputStream().read());
    relay.close();
    server.setSoTimeout(20_000);
    assertEquals(-1, readOrEnd(server));
  }

  private static int readOrEnd(Socket socket) throws IOException {
    try {
      return socket.getInputStream().read();
    } catch (SocketException reset) {
      return -1;
    }
  }

  private void awaitConnections(int count) {
    long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (relay.connections() != count && System.nanoTime() < deadline) {
      LockSupport.parkNanos(1_000_000);
    }
    assertEquals(count, relay.connections());
  }

  private static void write(Socket socket, byte[] bytes) {
    try {
      socket.getOutputStream().write(bytes);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
