package dev.samara.node.admin;

import static dev.samara.node.NodeFixture.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.samara.node.NodeFixture;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a client finds a node. */
class AdminClientTest {

  @TempDir Path folder;

  private String failure(Optional<String> node) {
    return assertThrows(
            IOException.class, () -> AdminClient.connect(folder.resolve("run"), node).close())
        .getMessage();
  }

  @Test
  void withoutAFolderNoNodeIsRunning() {
    assertEquals(
        "no node is running here (no socket answers in %s/*/admin.sock)"
            .formatted(folder.resolve("run")),
        failure(Optional.empty()));
  }

  @Test
  void aSocketLeftBehindIsPassedOver() throws IOException {
    leaveBehind("aaa");
    assertTrue(failure(Optional.of("aaa")).startsWith("no node is running here"));
    try (var fixture = NodeFixture.start(folder, "listeners: {}\ngateway: {enabled: false}")) {
      await(AdminServer.start(fixture.node(), _ -> {}));
      try (var client = AdminClient.connect(folder.resolve("run"), Optional.empty())) {
        assertEquals("test", status(client).getString("node"));
      }
    }
  }

  /** As a killed process does: the file stays, nobody answers. */
  private void leaveBehind(String node) throws IOException {
    var directory = Files.createDirectories(folder.resolve("run").resolve(node));
    try (var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(directory.resolve("admin.sock")));
    }
  }

  private static JsonObject status(AdminClient client) throws IOException {
    return (JsonObject) client.ask(new JsonObject().put("command", "status"));
  }

  @Test
  void aNodeOfUnknownNameIsAskedForThroughAnother() throws IOException {
    try (var fixture = NodeFixture.start(folder, "listeners: {}\ngateway: {enabled: false}")) {
      await(AdminServer.start(fixture.node(), _ -> {}));
      try (var client = AdminClient.connect(folder.resolve("run"), Optional.of("other"))) {
        assertEquals("test", status(client).getString("node"));
      }
    }
  }

  @Test
  void aNodeThatGoesAwayIsSaidSo() throws IOException {
    var fixture = NodeFixture.start(folder, "listeners: {}\ngateway: {enabled: false}");
    await(AdminServer.start(fixture.node(), _ -> {}));
    try (var client = AdminClient.connect(folder.resolve("run"), Optional.empty())) {
      status(client);
      NodeFixture.assertSettled(await(fixture.node().stop(Duration.ofSeconds(5))));
      assertEquals(
          "the node went away", assertThrows(IOException.class, client::next).getMessage());
    }
  }
}
