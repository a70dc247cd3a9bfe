package dev.samara.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.samara.examples.clock.Clock;
import dev.samara.net.ConnectorOptions;
import dev.samara.net.Hub;
import dev.samara.net.connection.ConnectionOptions;
import dev.samara.rpc.Rpc;
import dev.samara.rpc.RpcConnection;
import dev.samara.rpc.RpcOptions;
import dev.samara.rpc.RpcTuning;
import dev.samara.rpc.call.FailureKind;
import dev.samara.rpc.call.RpcException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.SocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Listeners that are only in a file serve calls to clients of another process's kind. */
class RpcListenerTest {
  private static final String YAML =
      """
      services: [clock]
      listeners:
        clock: { transport: tcp, port: 0, route: "rpc:clock" }
        every: { transport: tcp, port: 0, framing: length32, route: "rpc:*" }
        other: { transport: tcp, port: 0, route: "rpc:other" }
        local: { transport: unix, path: rpc.sock, route: "rpc:clock" }
      gateway: { enabled: false, port: 0 }
      """;

  private interface Twice {
    Future<String> twice(String text);
  }

  @TempDir Path folder;
  private final Vertx vertx = Vertx.vertx();
  private Hub hub;
  private Rpc rpc;

  @BeforeEach
  void start() {
    hub = NodeFixture.await(Hub.start(vertx, "client"));
  }

  @AfterEach
  void stop() {
    NodeFixture.await(rpc.close());
    NodeFixture.await(hub.close());
    NodeFixture.await(vertx.close());
  }

  private RpcConnection dial(RpcTuning tuning, SocketAddress address) {
    if (rpc == null) {
      rpc =
          NodeFixture.await(
              Rpc.start(
                  vertx,
                  RpcOptions.defaults("client")
                      .withCallTimeout(Duration.ofMinutes(1))
                      .withAnnouncing(Duration.ofMillis(500), Duration.ofMinutes(2))
                      .withTuning(tuning)));
    }
    var to = ConnectorOptions.to("out", address, ConnectionOptions.of(rpc.framing()));
    return rpc.over(NodeFixture.await(hub.connect(to, rpc.route())));
  }

  private RpcConnection dial(NodeFixture node, String listener) {
    return dial(
        RpcTuning.defaults(), SocketAddress.inetSocketAddress(node.port(listener), "127.0.0.1"));
  }

  @Test
  void peersMayCallWhatTheFileNames() {
    try (var node = NodeFixture.start(folder, YAML)) {
      NodeFixture.await(
          node.node()
              .rpc()
              .expose("twice", Twice.class, text -> Future.succeededFuture(text + text)));
      assertEquals("UTC", now(dial(node, "clock")));
      assertEquals("UTC", now(dial(node, "every")));
      var path = node.node().config().nodeRunDirectory().resolve("rpc.sock");
      assertEquals(
          "UTC",
          now(dial(RpcTuning.defaults(), SocketAddress.domainSocketAddress(path.toString()))));
      var refused = assertThrows(RpcException.class, () -> now(dial(node, "other")));
      assertEquals(FailureKind.NO_SUCH_SERVICE, refused.kind());
      // As long as arguments may be at all.
      var text = "x".repeat(500_000);
      var twice = dial(node, "every").client("twice", Twice.class, 1).twice(text);
      assertEquals(text + text, NodeFixture.await(twice));
      NodeFixture.await(hub.close());
    }
  }

  private static String now(RpcConnection over) {
    return NodeFixture.await(over.client(Clock.class).now(new Clock.Place("UTC"))).zone();
  }

  @Test
  void theKeysOfTheGroupSealConnectionsToo() throws Exception {
    var file = folder.resolve("keys");
    Files.writeString(file, "4 " + Base64.getEncoder().encodeToString(new byte[32]));
    var yaml = YAML + "rpc: { keys: { secretsFile: \"" + file + "\" } }\n";
    try (var node = NodeFixture.start(folder, yaml)) {
      var keys = node.node().rpcKeys().orElseThrow().keys();
      var place = SocketAddress.inetSocketAddress(node.port("clock"), "127.0.0.1");
      var tuning = RpcTuning.defaults().withKeys(keys);
      assertEquals("UTC", now(dial(tuning, place)));
      assertTrue(keys.sealed(4) >= 2);
      NodeFixture.await(rpc.close());
      rpc = null;
      var refused = assertThrows(RpcException.class, () -> now(dial(RpcTuning.defaults(), place)));
      assertEquals(FailureKind.BAD_ARGUMENTS, refused.kind());
      NodeFixture.await(hub.close());
    }
  }
}
