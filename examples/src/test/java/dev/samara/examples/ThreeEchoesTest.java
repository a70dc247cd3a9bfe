package dev.samara.examples;

import static dev.samara.examples.Hubs.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.samara.examples.echo.ThreeEchoes;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ThreeEchoesTest {

  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void close() {
    await(vertx.close());
  }

  @ParameterizedTest
  @ValueSource(strings = {"handler", "bus", "thread"})
  void eachStyleEchoesLinesInOrderAndClosesAfterTheClient(String style) {
    var hub = await(ThreeEchoes.start(vertx, 0));
    try (var client = new LineClient(Hubs.port(hub, style))) {
      client.write("hello\n");
      assertEquals("hello", client.read());
      client.write("wörld\r\n\nlast\n").endOutput();
      assertEquals("wörld", client.read());
      assertEquals("", client.read());
      assertEquals("last", client.read());
      assertEquals("<end>", client.read());
    }
    Hubs.assertSettled(hub);
    var figures = await(hub.figures()).get(style);
    assertEquals(4, figures.in().flushed());
    assertEquals(4, figures.out().flushed());
  }

  @Test
  void theThreeTakeConsecutivePorts() {
    var first = threeFreePorts();
    var hub = await(ThreeEchoes.start(vertx, first));
    assertEquals(first, Hubs.port(hub, "handler"));
    assertEquals(first + 1, Hubs.port(hub, "bus"));
    assertEquals(first + 2, Hubs.port(hub, "thread"));
  }

  @Test
  void aTakenPortIsNamed() throws Exception {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var port = taken.getLocalPort();
      var failure =
          assertThrows(RuntimeException.class, () -> await(ThreeEchoes.start(vertx, port)));
      assertTrue(
          failure
              .getMessage()
              .startsWith("listener 'handler' cannot listen on tcp 127.0.0.1:" + port + ": "),
          failure.getMessage());
    }
  }

  /** The first of three neighbours that were free a moment ago. */
  private static int threeFreePorts() {
    return IntStream.iterate(20_000, first -> first < 30_000, first -> first + 3)
        .filter(first -> isFree(first) && isFree(first + 1) && isFree(first + 2))
        .findFirst()
        .orElseThrow();
  }

  private static boolean isFree(int port) {
    try (var probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return probe.isBound();
    } catch (IOException e) {
      return false;
    }
  }
}
