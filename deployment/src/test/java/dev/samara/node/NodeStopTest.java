package dev.samara.node;

import static dev.samara.node.NodeFixture.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.samara.net.route.Delivery;
import dev.samara.net.route.MessageService;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeStopTest {

  private static final String SLOW =
      """
      listeners:
        slow:  { transport: tcp,  port: 0, route: "bus:slow" }
        local: { transport: unix, path: slow.sock, route: "bus:slow" }
      gateway: { port: 0 }
      """;

  private static final Duration AMPLE = Duration.ofMinutes(1);

  @TempDir Path folder;

  /** Deliveries to answer whenever the test likes. */
  private final CompletableFuture<Delivery> asked = new CompletableFuture<>();

  private Node startSlow() {
    var node = NodeFixture.start(folder, SLOW).node();
    await(MessageService.register(node.vertx(), "slow", asked::complete));
    return node;
  }

  private static int port(Node node) {
    return node.hub().listeners().getFirst().port();
  }

  @Test
  void aReplyInFlightIsWrittenAndNothingNewIsAccepted() throws Exception {
    var node = startSlow();
    var port = port(node);
    try (var client = RawClient.tcp(port)) {
      client.write("question\n");
      var delivery = asked.get(20, TimeUnit.SECONDS);
      var stopped = node.stop(AMPLE);
      assertFalse(node.isReady());
      NodeFixture.eventually("nobody listens", () -> !listens(port));
      assertFalse(stopped.isComplete());
      delivery.reply(delivery.message());
      assertEquals("question", client.readLine());
      assertEquals("<end>", client.readLine());
      var balance = await(stopped);
      NodeFixture.assertSettled(balance);
      assertEquals(1, balance.listeners().get("slow").in().flushed());
      assertEquals(1, balance.listeners().get("slow").out().flushed());
    }
    assertFalse(Files.exists(folder.resolve("run/test/slow.sock")));
  }

  private static boolean listens(int port) {
    try (var client = RawClient.tcp(port)) {
      // The kernel may still have taken it; a closed one is as good as a refused one.
      return !client.readLine().equals("<end>");
    } catch (UncheckedIOException refused) {
      return false;
    }
  }

  @Test
  void whatIsNotAnsweredInTimeIsCutAndCounted() throws Exception {
    var node = startSlow();
    try (var client = RawClient.tcp(port(node))) {
      client.write("question\n");
      asked.get(20, TimeUnit.SECONDS);
      var balance = await(node.stop(Duration.ofMillis(50)));
      assertEquals("<end>", client.readLine());
      NodeFixture.assertSettled(balance);
      assertEquals(1, balance.listeners().get("slow").in().accepted());
      assertEquals(0, balance.listeners().get("slow").in().flushed());
    }
  }

  @Test
  void aSecondStopGivesTheSame() {
    var node = NodeFixture.start(folder).node();
    var first = node.stop(AMPLE);
    var second = node.stop(Duration.ZERO);
    assertSame(await(first), await(second));
    assertTrue(await(first).addsUp());
  }

  @Test
  void anIdleNodeWithClientsStopsAtOnce() {
    var node = NodeFixture.start(folder).node();
    try (var client = RawClient.unix(folder.resolve("run/test/echo.sock"))) {
      assertEquals("hello", client.write("hello\n").readLine());
      var before = System.nanoTime();
      NodeFixture.assertSettled(await(node.stop(AMPLE)));
      assertTrue(System.nanoTime() - before < AMPLE.toNanos() / 2, "waited for nothing");
      assertEquals("<end>", client.readLine());
    }
    assertThrows(
        UncheckedIOException.class,
        () -> RawClient.unix(folder.resolve("run/test/echo.sock")).close());
  }
}
