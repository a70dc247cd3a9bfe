package dev.samara.node.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import java.net.ConnectException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An application on the class path of {@code samara run}, its gates and its end; and signals. */
class ApplicationIT {

  private static final Duration LIMIT = Duration.ofSeconds(20);

  @TempDir private Path folder;

  @Test
  void nobodyIsLetInBeforeTheApplicationsGateIsOpen() throws Exception {
    var offset = Ports.freeOffset();
    try (var node = NodeProcess.startingAt(folder, offset, "gate")) {
      Poll.until(LIMIT, node::text, () -> Files.exists(folder.resolve("waiting")));
      assertThrows(ConnectException.class, () -> new Socket("127.0.0.1", node.port(Ports.LINES)));
      assertThrows(ConnectException.class, () -> new Socket("127.0.0.1", node.port(Ports.GATEWAY)));
      assertFalse(node.isReady());
      Files.createFile(folder.resolve("open"));
      node.awaitReady();
      try (var peer = Peer.tcp(node.port(Ports.LINES))) {
        assertEquals("hello", peer.line("hello").readLine());
      }
      node.signal("TERM");
      node.assertStops();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void endsWithTheLastVerticle(boolean fails) throws Exception {
    var step = fails ? "broken" : "verticle";
    try (var node = NodeProcess.startingAt(folder, Ports.freeOffset(), step);
        var peer = peer(node)) {
      assertEquals("before", peer.line("before").readLine());
      Files.createFile(folder.resolve("end"));
      if (fails) {
        assertEquals(1, node.awaitExit());
        assertTrue(node.text().contains("a verticle failed: the application's files are gone"));
      } else {
        node.assertStops();
        peer.awaitClose();
      }
    }
  }

  private static Peer peer(NodeProcess node) throws Exception {
    node.awaitReady();
    return Peer.tcp(node.port(Ports.LINES));
  }

  @Test
  void staysAliveWhenToldSo() throws Exception {
    try (var node = NodeProcess.startingAt(folder, Ports.freeOffset(), "verticle", "--stay-alive");
        var peer = peer(node)) {
      Files.createFile(folder.resolve("end"));
      Poll.until(
          LIMIT,
          node::text,
          () ->
              !((JsonObject) node.ask("status")).isEmpty() && Files.exists(folder.resolve("end")));
      assertEquals("still here", peer.line("still here").readLine());
      node.signal("INT");
      node.assertStops();
    }
  }

  @Test
  void signalsReloadAndDumpAndDoSoAgain() throws Exception {
    try (var node = NodeProcess.start(folder);
        var peer = Peer.tcp(node.port(Ports.LINES))) {
      assertEquals("hello", peer.line("hello").readLine());
      for (var i = 1; i <= 2; i++) {
        var times = i;
        node.signal("HUP");
        Poll.until(LIMIT, node::text, () -> node.logLines("reload: no listener").size() == times);
        node.signal("USR1");
        Poll.until(LIMIT, node::text, () -> node.logLines("dump balance: {").size() == times);
        for (var parts :
            new String[][] {{"dump status: {", node.name()}, {"dump connection: {", "/lines/"}}) {
          Poll.until(LIMIT, node::text, () -> node.logLines(parts).size() == times);
        }
      }
      assertTrue(node.isAlive());
      node.signal("TERM");
      node.assertStops();
    }
  }
}
