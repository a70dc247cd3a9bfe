package dev.samara.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.samara.net.connection.Transport;
import dev.samara.node.config.ConfigException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where nodes listen: on a port of others, on some of several places, on none; by what loops. */
class SharedPlaceTest {

  private static final String SHARED =
      """
      transport: %s
      listeners:
        shared: { transport: tcp, port: %d, reusePort: true, backlog: 16, route: "bus:echo" }
      gateway: { enabled: false }
      """;

  @TempDir Path folder;

  @Test
  void twoNodesListenOnOnePort() throws IOException {
    var second = Files.createDirectory(folder.resolve("second"));
    try (var one = NodeFixture.start(folder, SHARED.formatted("epoll", 0))) {
      var port = one.port("shared");
      try (var two = NodeFixture.start(second, SHARED.formatted("epoll", port))) {
        assertEquals(port, two.port("shared"));
        for (var i = 0; i < 20; i++) {
          try (var client = RawClient.tcp(port)) {
            assertEquals("hello", client.write("hello\n").readLine());
          }
        }
        assertEquals(20, opened(one) + opened(two));
      }
    }
  }

  private static long opened(NodeFixture fixture) {
    return fixture.balance().listeners().get("shared").opened();
  }

  @Test
  void aPortIsNotSharedWithoutANativeTransport() {
    var message = failure(SHARED.formatted("nio", 0));
    assertTrue(
        message.startsWith(
            "listener 'shared' cannot listen on tcp 127.0.0.1:0: reusePort: true (expected: "),
        message);
    assertEquals(1, message.lines().count(), message);
  }

  private String failure(String yaml) {
    return assertThrows(RuntimeException.class, () -> NodeFixture.start(folder, yaml)).getMessage();
  }

  @Test
  void anyListenerIsEnoughIfTheFileSaysSo() throws IOException {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var yaml =
          """
          listeners:
            taken: { transport: tcp, port: %d, route: "bus:echo" }
            free:  { transport: tcp, port: 0, route: "bus:echo" }
          gateway: { enabled: false }
          bindPolicy:\
          """
              .formatted(taken.getLocalPort());
      try (var fixture = NodeFixture.start(folder, yaml + " any")) {
        assertEquals(1, fixture.node().hub().listeners().size());
        try (var client = RawClient.tcp(fixture.port("free"))) {
          assertEquals("hello", client.write("hello\n").readLine());
        }
      }
      var message = failure(yaml + " all");
      assertTrue(message.startsWith("listener 'taken' cannot listen"), message);
    }
  }

  @Test
  void aListenerWithinTheNodeNeedsNoPlace() {
    var yaml =
        "listeners: {inner: {transport: memory, framing: length32, route: 'bus:echo'}}\n"
            + "gateway: {enabled: false}";
    try (var fixture = NodeFixture.start(folder, yaml)) {
      var inner = fixture.node().hub().listeners().getFirst();
      assertEquals(Transport.MEMORY, inner.transport());
      assertEquals("inner", inner.address());
    }
  }

  @Test
  void whatTheNodeMayHoldIsInItsStatus() {
    var yaml =
        """
        maxConnections: 1
        memory: { inBytes: 100000, outBytes: 200000, totalBytes: 250000 }
        listeners: { lines: { transport: tcp, port: 0, route: "bus:echo" } }
        gateway: { enabled: false }
        """;
    try (var fixture = NodeFixture.start(folder, yaml);
        var first = RawClient.tcp(fixture.port("lines"))) {
      assertEquals("in", first.write("in\n").readLine());
      try (var second = RawClient.tcp(fixture.port("lines"))) {
        assertEquals("<end>", second.readLine());
      }
      var status = NodeFixture.await(new NodeViews(fixture.node()).status());
      assertEquals(100_000, status.getJsonObject("memory").getLong("maxInBytes"));
      assertEquals(250_000, status.getJsonObject("memory").getLong("maxTotalBytes"));
      var listener = status.getJsonArray("listeners").getJsonObject(0);
      assertEquals(new JsonObject().put("node-full", 1L), listener.getJsonObject("refusals"));
    }
  }

  /** Not every machine lets a process use it. */
  @Test
  void ioUringServesTheLoopsOrIsSaidToBeMissing() {
    var yaml = "transport: io_uring\nlisteners: {}\ngateway: {enabled: false}";
    try (var fixture = NodeFixture.start(folder, yaml)) {
      var status = NodeFixture.await(new NodeViews(fixture.node()).status());
      assertEquals("io_uring", status.getString("transport"));
    } catch (ConfigException e) {
      assertTrue(
          e.getMessage()
              .startsWith(
                  "transport: 'io_uring' is not available on this machine (expected: auto or nio)"),
          e.getMessage());
      assertEquals(1, e.getMessage().lines().count());
    }
  }
}
