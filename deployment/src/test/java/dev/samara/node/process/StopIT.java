package dev.samara.node.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ctrl-C, SIGTERM and {@code samara drain} lose nothing that was accepted. */
class StopIT {

  private static final int LINE_BYTES = 1_000;

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"INT", "TERM", "drain"})
  void stoppingWritesWhatIsOwedAndExitsWithZero(String how) throws Exception {
    try (var node = NodeProcess.start(folder);
        var idle = Peer.tcp(node.port(Ports.ECHO));
        var idleUnix = Peer.unix(folder.resolve("run/" + node.name() + "/echo.sock"));
        var member = Peer.tcp(node.port(Ports.CHAT));
        var slow = Peer.slowTcp(node.port(Ports.LINES))) {
      assertEquals("before", idleUnix.line("before").readLine());
      member.line("ann").awaitLine("* ann joined");
      sendUntilPaused(node, slow);
      stop(node, how);
      var answers = slow.linesToEnd();
      idle.awaitClose();
      idleUnix.awaitClose();
      member.awaitClose();
      node.assertStops();
      for (var i = 0; i < answers.size(); i++) {
        assertEquals(numbered(i), answers.get(i) + "\n");
      }
      assertTrue(answers.size() > 100, "answers: " + answers.size());
      var accepted = "accepted %1$d = flushed %1$d +".formatted(answers.size());
      assertEquals(
          2,
          node.out().stream().filter(l -> l.startsWith("lines ") && l.contains(accepted)).count(),
          () -> accepted + "\n" + node.text());
      assertTrue(socketFiles().isEmpty(), () -> socketFiles().toString());
    }
  }

  private static String numbered(int i) {
    var number = Integer.toString(i);
    return number + "x".repeat(LINE_BYTES - 1 - number.length()) + "\n";
  }

  /** Sends and does not read, until the node reads no more from this connection either. */
  private static void sendUntilPaused(NodeProcess node, Peer slow) throws Exception {
    var next = new int[1];
    var rest = new byte[][] {new byte[0]};
    Poll.until(
        Duration.ofSeconds(20),
        () -> "still read from after " + next[0] + " lines",
        () -> {
          for (var sent = 0; sent < 500; sent++) {
            if (rest[0].length == 0) {
              rest[0] = numbered(next[0]++).getBytes(StandardCharsets.UTF_8);
            }
            var count = slow.offer(rest[0]);
            rest[0] = Arrays.copyOfRange(rest[0], count, rest[0].length);
            if (rest[0].length > 0) {
              break;
            }
          }
          return rest[0].length > 0 && isPaused(node);
        });
  }

  private static boolean isPaused(NodeProcess node) throws IOException {
    return ((JsonArray) node.ask("connections"))
        .stream()
            .map(JsonObject.class::cast)
            .anyMatch(c -> c.getString("id").contains("/lines/") && c.getBoolean("paused"));
  }

  private static void stop(NodeProcess node, String how) throws Exception {
    if (how.equals("drain")) {
      var drained = node.cli("drain", "--within", "60s");
      assertEquals(0, drained.exitCode(), drained.err());
    } else {
      node.signal(how);
    }
    Poll.until(
        Duration.ofSeconds(20),
        node::text,
        () -> node.out().stream().anyMatch(line -> line.startsWith("draining")));
  }

  private List<Path> socketFiles() {
    try (var files = Files.walk(folder.resolve("run"))) {
      return files.filter(file -> file.toString().endsWith(".sock")).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
