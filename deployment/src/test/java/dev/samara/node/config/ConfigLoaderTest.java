package dev.samara.node.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.samara.net.connection.Transport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigLoaderTest {

  @TempDir Path folder;

  private NodeConfig load(String content) throws IOException {
    var file = Files.writeString(folder.resolve("node.yaml"), content);
    return ConfigLoader.load(Optional.of(file), Map.of(), warning -> fail(warning));
  }

  private static NodeConfig defaults() {
    return ConfigLoader.load(Optional.empty(), Map.of(), warning -> fail(warning));
  }

  @Test
  void everyKeyOfTheDefaultIsBound() {
    var config = defaults();
    assertEquals(Optional.empty(), config.name());
    assertEquals("samara", config.nodeName());
    assertEquals("auto", config.transport());
    assertEquals(Path.of("run"), config.runDirectory());
    assertEquals(Path.of("run/samara"), config.nodeRunDirectory());
    assertEquals(Path.of("data"), config.dataDirectory());
    assertEquals(0, config.portOffset());
    assertEquals(Duration.ofSeconds(10), config.drainTimeout());
    assertEquals(List.of("echo", "clock"), config.services());
    assertEquals(new ClusterConfig(false, "127.0.0.1", 5701, 16, List.of()), config.cluster());
    assertEquals(
        new GatewayConfig(
            true,
            "127.0.0.1",
            8080,
            "bus:echo",
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty()),
        config.gateway());
    assertEquals(
        List.of("echo", "lines", "datagrams", "local", "chat"),
        List.copyOf(config.listeners().keySet()));
    assertListener(config, "echo", Transport.TCP, Optional.of(7400), "length32", "bus:echo");
    assertListener(config, "lines", Transport.TCP, Optional.of(7401), "lines", "bus:echo");
    assertListener(config, "datagrams", Transport.UDP, Optional.of(7402), "datagram", "bus:echo");
    assertListener(config, "local", Transport.UNIX, Optional.empty(), "lines", "bus:echo");
    assertListener(config, "chat", Transport.TCP, Optional.of(7403), "lines", "chat");
    assertEquals(Optional.of(Path.of("echo.sock")), config.listeners().get("local").path());
    assertEquals(
        Optional.of(Duration.ofSeconds(60)),
        config.listeners().get("chat").timeouts().orElseThrow().handshake());
  }

  private static void assertListener(
      NodeConfig config,
      String name,
      Transport transport,
      Optional<Integer> port,
      String framing,
      String route) {
    var listener = config.listeners().get(name);
    assertEquals(transport, listener.transport());
    assertEquals(port, listener.port());
    assertEquals(Optional.of(framing), listener.framing());
    assertEquals(route, listener.route());
    assertEquals(Optional.empty(), listener.host());
    assertEquals(Optional.empty(), listener.tls());
  }

  @Test
  void aFileReplacesTheListenersAsAWhole() throws IOException {
    var config = load("listeners: {only: {transport: tcp, port: 1, route: chat}}");
    assertEquals(List.of("only"), List.copyOf(config.listeners().keySet()));
    assertEquals(defaults().gateway(), config.gateway());
    assertTrue(load("listeners: {}").listeners().isEmpty());
  }

  @Test
  void aFileChangesSingleKeysOfClusterAndGateway() throws IOException {
    var config =
        load(
            "cluster: {members: ['a:1']}\ngateway: {port: 9, idleTimeout: 1h,"
                + " maxUploads: 3, maxConnections: 4, maxRpcBodyBytes: 5, rpcTimeout: 6s}");
    assertEquals(new ClusterConfig(false, "127.0.0.1", 5701, 16, List.of("a:1")), config.cluster());
    assertEquals(
        new GatewayConfig(
            true,
            "127.0.0.1",
            9,
            "bus:echo",
            Optional.empty(),
            Optional.of(3),
            Optional.empty(),
            Optional.of(4),
            Optional.of(5),
            Optional.of(Duration.ofSeconds(6)),
            Optional.of(Duration.ofHours(1)),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty()),
        config.gateway());
    assertEquals(defaults().listeners(), config.listeners());
  }

  @Test
  void aListIsReplacedAsAWhole() throws IOException {
    assertEquals(List.of("clock"), load("services: [clock]").services());
    assertEquals(List.of(), load("services: []").services());
  }

  @Test
  void jsonIsRead() throws IOException {
    var config = load("{\"name\": \"json\",\n \"gateway\": {\"enabled\": false}}");
    assertEquals("json", config.nodeName());
    assertFalse(config.gateway().enabled());
  }

  @Test
  void anAbsentValueOfAnOptionalKeyIsNoValue() throws IOException {
    var config = load("name:\nlisteners: {a: {transport: tcp, port: 1, route: chat, host: }}");
    assertEquals(Optional.empty(), config.name());
    assertEquals(Optional.empty(), config.listeners().get("a").host());
  }

  @Test
  void thePortOffsetShiftsPortsAndNamesTheNode() {
    var config = defaults().withPortOffset(100);
    assertEquals("samara-100", config.nodeName());
    assertEquals(7_500, config.shifted(7_400));
    assertEquals(0, config.shifted(0));
    assertEquals("other", config.withName("other").nodeName());
    assertTrue(config.clustered().cluster().enabled());
  }
}
