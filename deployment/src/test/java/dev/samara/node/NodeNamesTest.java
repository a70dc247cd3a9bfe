package dev.samara.node;

import static dev.samara.node.NodeFixture.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.samara.codec.line.LineFraming;
import dev.samara.net.ConnectorOptions;
import dev.samara.net.connection.Connection;
import dev.samara.net.connection.ConnectionOptions;
import dev.samara.net.route.Routes;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.SocketAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node finds hosts as its configuration says, even where the launcher prefers the JVM. */
class NodeNamesTest {

  private static final String DISABLE_DNS = "vertx.disableDnsResolver";

  @TempDir Path folder;

  @Test
  void aConnectorOfTheNodeFindsWhatIsInItsHostsFile() throws Exception {
    var hosts = Files.writeString(folder.resolve("hosts"), "127.0.0.1 orders.samara.test\n");
    var before = System.getProperty(DISABLE_DNS);
    System.setProperty(DISABLE_DNS, "true");
    try (var fixture =
        NodeFixture.start(
            folder, "dns: { hostsFile: %s }\n".formatted(hosts) + NodeFixture.LISTENERS)) {
      var answer = new CompletableFuture<String>();
      var address = SocketAddress.inetSocketAddress(fixture.port("lines"), "orders.samara.test");
      var options = ConnectorOptions.to("up", address, ConnectionOptions.of(new LineFraming(100)));
      var route =
          Routes.handler(
              () -> (Connection _, Buffer message) -> answer.complete(message.toString()));
      var connection = await(fixture.node().hub().connect(options, route));
      await(connection.send(Buffer.buffer("x")));
      assertEquals("x", answer.get(20, TimeUnit.SECONDS));
    } finally {
      restore(before);
    }
  }

  @Test
  void aHostsFileThatIsMissingIsNamed() throws IOException {
    var config = NodeFixture.config(folder, "dns: { hostsFile: /no/hosts }\n");
    var failure = assertThrows(RuntimeException.class, () -> await(Node.start(config)));
    assertEquals("dns.hostsFile: /no/hosts cannot be read", failure.getMessage());
  }

  private static void restore(String before) {
    if (before == null) {
      System.clearProperty(DISABLE_DNS);
    } else {
      System.setProperty(DISABLE_DNS, before);
    }
  }
}
