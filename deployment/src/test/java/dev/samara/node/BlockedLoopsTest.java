package dev.samara.node;

import static dev.samara.node.NodeFixture.await;
import static dev.samara.node.NodeFixture.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.samara.codec.line.LineFraming;
import dev.samara.net.ListenerOptions;
import dev.samara.net.route.Routes;
import dev.samara.node.admin.AdminClient;
import dev.samara.node.admin.AdminServer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A handler that blocks its event loop is named, and the admin socket is served meanwhile. */
class BlockedLoopsTest {

  private static final String NODE =
      """
      blockedLoopThreshold: 500ms
      listeners: {}
      gateway: { enabled: false }
      """;

  @TempDir Path folder;

  private final CountDownLatch free = new CountDownLatch(1);

  private static Object ask(AdminClient admin, String command) throws IOException {
    return admin.ask(new JsonObject().put("command", command));
  }

  private static List<JsonObject> blocked(AdminClient admin) {
    try {
      return ((JsonArray) ask(admin, "blocked")).stream().map(JsonObject.class::cast).toList();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** How often the handler that waits was found, for half a second or more. */
  private static long named(AdminClient admin, boolean over) {
    return blocked(admin).stream()
        .filter(one -> one.getBoolean("over") == over && one.getLong("millis") >= 500)
        .filter(one -> one.getString("by").startsWith("route 'waiting' of connection test/"))
        .count();
  }

  /** A listener whose handler waits for the latch. */
  private int listen(Node node) {
    var options = ListenerOptions.tcp("stuck", 0, new LineFraming(100));
    var route =
        Routes.handler(
            "waiting",
            () ->
                (connection, message) -> {
                  try {
                    free.await();
                  } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                  }
                  connection.send(message);
                });
    return await(node.hub().listen(options, route)).port();
  }

  @Test
  void theAdminSocketAnswersWhileAllEventLoopsAreBlockedAndNamesWhoBlocks() throws Exception {
    List<RawClient> clients = new ArrayList<>();
    try (var fixture = NodeFixture.start(folder, NODE)) {
      await(AdminServer.start(fixture.node(), _ -> {}));
      var port = listen(fixture.node());
      try (var admin = AdminClient.connect(folder.resolve("run"), Optional.of("test"))) {
        // They get their event loops in turn.
        for (var i = 0; i < VertxFactory.EVENT_LOOPS; i++) {
          clients.add(RawClient.tcp(port));
        }
        clients.forEach(client -> client.write("hello\n"));
        // A loaded machine may have blocked them for other reasons before.
        eventually("all are named", () -> named(admin, false) == VertxFactory.EVENT_LOOPS);
        assertEquals(VertxFactory.EVENT_LOOPS, fixture.node().blockedLoops().now().size());
        // What needs no event loop is answered, what needs them says why it is not.
        assertEquals(1, ((JsonArray) ask(admin, "nodes")).size());
        var why = assertThrows(IOException.class, () -> ask(admin, "status")).getMessage();
        assertTrue(why.contains("is blocked for") && why.contains("route 'waiting'"), why);

        free.countDown();
        clients.forEach(client -> assertEquals("hello", client.readLine()));
        eventually("all is over", () -> named(admin, true) == VertxFactory.EVENT_LOOPS);
        var status = (JsonObject) ask(admin, "status");
        assertTrue(status.getJsonArray("blocked").size() >= VertxFactory.EVENT_LOOPS);
        assertTrue(fixture.node().blockedLoops().count() >= VertxFactory.EVENT_LOOPS);
      } finally {
        free.countDown();
        clients.forEach(RawClient::close);
      }
    }
  }
}
