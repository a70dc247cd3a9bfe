package dev.samara.node.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.samara.net.client.DuplicatePolicy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnvironmentOverlayTest {

  @TempDir Path folder;

  private final List<String> warnings = new ArrayList<>();
  private Path file;

  @BeforeEach
  void write() throws Exception {
    file =
        Files.writeString(
            folder.resolve("node.yaml"),
            """
            listeners:
              big: { transport: tcp, port: 1, route: chat }
              big-one: { transport: tcp, port: 1, route: chat }
              secret: { transport: tcp, port: 1, route: chat, tls: { certificate: c, key: k } }
            """);
  }

  private NodeConfig load(String... variables) {
    var environment = new java.util.HashMap<String, String>();
    for (var i = 0; i < variables.length; i += 2) {
      environment.put(variables[i], variables[i + 1]);
    }
    return ConfigLoader.load(Optional.of(file), environment, warnings::add);
  }

  private NodeConfig loadWithoutWarning(String... variables) {
    var config = load(variables);
    assertEquals(List.of(), warnings);
    return config;
  }

  @Test
  void textNumbersBooleansDurationsAndListsAreTaken() {
    var config =
        loadWithoutWarning(
            "SAMARA_NAME", "0123",
            "SAMARA_PORT_OFFSET", "7",
            "SAMARA_CLUSTER_ENABLED", "true",
            "SAMARA_CLUSTER_MEMBERS", "[\"a:1\", \"b:2\"]",
            "SAMARA_SERVICES", "[clock]",
            "SAMARA_DRAIN_TIMEOUT", "3s",
            "SAMARA_RUN_DIRECTORY", "/tmp/odd: # name",
            "SAMARA_GATEWAY_WEB_SOCKET_ROUTE", "chat");
    assertEquals("0123", config.nodeName());
    assertEquals(7, config.portOffset());
    assertTrue(config.cluster().enabled());
    assertEquals(List.of("a:1", "b:2"), config.cluster().members());
    assertEquals(List.of("clock"), config.services());
    assertEquals(Duration.ofSeconds(3), config.drainTimeout());
    assertEquals(Path.of("/tmp/odd: # name"), config.runDirectory());
    assertEquals("chat", config.gateway().webSocketRoute());
  }

  @Test
  void keysOfListenersAreTakenAlsoWhereNamesOverlap() {
    var config =
        loadWithoutWarning(
            "SAMARA_LISTENERS_BIG_PORT", "9",
            "SAMARA_LISTENERS_BIG_ONE_PORT", "10",
            "SAMARA_LISTENERS_BIG_ONE_MAX_MESSAGE_BYTES", "99");
    assertEquals(Optional.of(9), config.listeners().get("big").port());
    assertEquals(Optional.of(10), config.listeners().get("big-one").port());
    assertEquals(Optional.of(99), config.listeners().get("big-one").maxMessageBytes());
  }

  @Test
  void aCertificateIsChangedOrAdded() {
    var config =
        loadWithoutWarning(
            "SAMARA_LISTENERS_SECRET_TLS_KEY", "other.pem",
            "SAMARA_LISTENERS_BIG_TLS_CERTIFICATE", "c.pem",
            "SAMARA_LISTENERS_BIG_TLS_KEY", "k.pem");
    var changed = config.listeners().get("secret").tls().orElseThrow();
    assertEquals(Path.of("c"), changed.certificate());
    assertEquals(Path.of("other.pem"), changed.key());
    var added = config.listeners().get("big").tls().orElseThrow();
    assertEquals(Path.of("c.pem"), added.certificate());
    assertEquals(Path.of("k.pem"), added.key());
  }

  @Test
  void keysOfGroupsAreTaken() {
    var config =
        loadWithoutWarning(
            "SAMARA_LISTENERS_BIG_TCP_KEEP_ALIVE_PROBES", "3",
            "SAMARA_LISTENERS_BIG_ACCESS_BYTE_RATE_PER_SECOND", "7000000000",
            "SAMARA_LISTENERS_BIG_REUSE_PORT", "true",
            "SAMARA_MEMORY_IN_BYTES", "70000",
            "SAMARA_CLIENTS_ON_DUPLICATE", "take_over");
    var big = config.listeners().get("big");
    assertEquals(3, big.tcp().orElseThrow().options().keepAlive().orElseThrow().probes());
    assertEquals(
        7_000_000_000L, big.access().orElseThrow().options().byteRate().orElseThrow().perSecond());
    assertEquals(Optional.of(true), big.reusePort());
    assertEquals(70_000, config.memory().orElseThrow().options().inBytes());
    assertEquals(
        Optional.of(DuplicatePolicy.TAKE_OVER), config.clients().orElseThrow().onDuplicate());
  }

  @Test
  void aVariableThatNamesNoOptionIsWarnedOf() {
    load("SAMARA_FOO", "1", "SAMARA_LISTENERS_NONE_PORT", "9", "SAMARA_GATEWAY_PROT", "1");
    assertEquals(
        List.of(
            "the environment variable SAMARA_FOO names no option",
            "the environment variable SAMARA_GATEWAY_PROT names no option",
            "the environment variable SAMARA_LISTENERS_NONE_PORT names no option"),
        warnings);
  }

  @Test
  void theLaunchersVariableAndThoseOfOthersAreIgnored() {
    loadWithoutWarning("SAMARA_JAVA_OPTS", "-Xmx1g", "samara_name", "x", "PORT_OFFSET", "1");
  }

  @Test
  void aWrongValueIsSaidInOneLine() {
    assertError("portOffset: 'x' (expected: a whole number)", "SAMARA_PORT_OFFSET", "x");
    assertError("portOffset: '' (expected: a whole number)", "SAMARA_PORT_OFFSET", "");
    assertError("gateway.port: '{' (expected: a whole number)", "SAMARA_GATEWAY_PORT", "{");
    assertError("services: 'clock' (expected: a list)", "SAMARA_SERVICES", "clock");
    assertError("name: '' (expected: 1 to 64 letters, digits, '.', '-' or '_')", "SAMARA_NAME", "");
  }

  private void assertError(String expected, String... variables) {
    var failure = assertThrows(ConfigException.class, () -> load(variables));
    assertEquals(file + " with SAMARA_ variables: " + expected, failure.getMessage());
  }

  @Test
  void anErrorOverTheDefaultNamesTheDefault() {
    var failure =
        assertThrows(
            ConfigException.class,
            () ->
                ConfigLoader.load(
                    Optional.empty(), Map.of("SAMARA_PORT_OFFSET", "-1"), warnings::add));
    assertEquals(
        "the default configuration with SAMARA_ variables: portOffset: -1 (expected: 0 to 50000)",
        failure.getMessage());
  }
}
