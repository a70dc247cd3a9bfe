package dev.samara.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A node that cannot start says why in one line and leaves nothing behind. */
class NodeStartFailureTest {

  @TempDir Path folder;

  private String failure(String yaml) {
    var start = Node.start(NodeFixture.config(folder, yaml));
    return assertThrows(RuntimeException.class, () -> NodeFixture.await(start)).getMessage();
  }

  @Test
  void aTakenPortIsNamedAndEverythingElseIsClosedAgain() throws Exception {
    var free = freePort();
    var freeUdp = freePort();
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var message =
          failure(
              """
              listeners:
                first:  { transport: tcp,  port: %d, route: "bus:echo" }
                second: { transport: udp,  port: %d, route: "bus:echo" }
                third:  { transport: unix, path: echo.sock, route: "bus:echo" }
                fourth: { transport: tcp,  port: %d, route: "bus:echo" }
              gateway: { port: 0 }
              """
                  .formatted(free, freeUdp, taken.getLocalPort()));
      assertTrue(
          message.startsWith(
              "listener 'fourth' cannot listen on tcp 127.0.0.1:" + taken.getLocalPort() + ": "),
          message);
      assertEquals(1, message.lines().count(), message);
    }
    assertNothingIsLeft(free, freeUdp);
  }

  @Test
  void aTakenGatewayPortIsNamedAndEverythingElseIsClosedAgain() throws Exception {
    var free = freePort();
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var message =
          failure(
              """
              listeners:
                first: { transport: tcp,  port: %d, route: "bus:echo" }
                third: { transport: unix, path: echo.sock, route: "bus:echo" }
              gateway: { port: %d }
              """
                  .formatted(free, taken.getLocalPort()));
      assertTrue(
          message.startsWith(
              "the gateway cannot listen on 127.0.0.1:" + taken.getLocalPort() + ": "),
          message);
      assertEquals(1, message.lines().count(), message);
    }
    assertNothingIsLeft(free, free);
  }

  private void assertNothingIsLeft(int port, int udpPort) throws IOException {
    try (var again = new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
        var udp = new java.net.DatagramSocket(udpPort, InetAddress.getLoopbackAddress())) {
      assertTrue(again.isBound() && udp.isBound());
    }
    assertFalse(Files.exists(folder.resolve("run/test/echo.sock")));
  }

  private static int freePort() throws IOException {
    try (var probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return probe.getLocalPort();
    }
  }

  @Test
  void aSocketFileThatIsInUseIsNamed() {
    var yaml =
        "listeners: {local: {transport: unix, path: a.sock, route: 'bus:echo'}}\n"
            + "gateway: {enabled: false}";
    try (var first = NodeFixture.start(folder, yaml)) {
      var path = folder.resolve("run/test/a.sock");
      assertEquals(
          "listener 'local' cannot listen on unix %s: %s is in use by another process"
              .formatted(path, path),
          failure(yaml));
      try (var client = RawClient.unix(path)) {
        assertEquals("still mine", client.write("still mine\n").readLine());
      }
      assertTrue(first.node().isReady());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          transport: udp, framing: lines    | listener 'a': framing: 'lines' over udp (expected: datagram)
          transport: udp, maxMessageBytes: 9 | listener 'a': maxMessageBytes: given over udp (expected: nothing, as a datagram is a message)
          transport: udp, oneAtATime: true  | listener 'a': oneAtATime: true over udp (expected: false)
          transport: udp, proxyProtocol: {trusted: [10.0.0.0/8]} | listener 'a': proxyProtocol: not possible over udp (expected: tcp)
          transport: tcp, backlog: 0        | listener 'a': backlog: 0 (expected: >= 1)
          transport: tcp, maxStreamBytes: 9 | listener 'a': maxStreamBytes: 9 (expected: 0 with the framing 'lines')
          transport: tcp, framing: length32, maxStreamBytes: 9 | listener 'a': maxStreamBytes: 9 (expected: 0, or more than maxMessageBytes, which is 1048576)
          transport: tcp, maxMessageBytes: 0 | listener 'a': maxMessageBytes: 0 (expected: 1 to 1073741824)
          transport: tcp, maxQueuedBytes: 9 | listener 'a': maxQueuedBytes: 9 (expected: >= 65536)
          transport: udp, tls: {certificate: c, key: k} | listener 'a': tls: not possible over udp (expected: tcp or unix)
          """)
  void aWrongOptionNamesTheListener(String options, String expected) {
    assertEquals(
        expected, failure("listeners: {a: {port: 0, route: 'bus:echo', " + options + "}}"));
  }

  @Test
  void anUnknownFramingNamesTheKnownOnes() {
    var message =
        failure("listeners: {a: {transport: tcp, port: 0, framing: lenght16, route: 'bus:echo'}}");
    assertTrue(
        message.startsWith(
            "listener 'a': framing: 'lenght16' (expected: length16? Known: lines, lines:, "),
        message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          nowhere      | listener 'a': route: 'nowhere' (expected: bus:ADDRESS, bus-each:ADDRESS, handler:echo, thread:echo, chat or, for a listener, bridge, rpc:SERVICE,...)
          handler:x    | listener 'a': route: 'handler:x' (expected: bus:ADDRESS, bus-each:ADDRESS, handler:echo, thread:echo, chat or, for a listener, bridge, rpc:SERVICE,...)
          `"bus:"`     | listener 'a': route: address: '' (expected: a bus address)
          `"bus-each:"` | listener 'a': route: address: '' (expected: a bus address)
          """)
  void aWrongRouteNamesTheListener(String route, String expected) {
    assertEquals(
        expected, failure("listeners: {a: {transport: tcp, port: 0, route: " + route + "}}"));
  }

  @Test
  void aWrongRouteOfTheGatewayNamesIt() {
    assertEquals(
        "gateway.webSocketRoute: 'nowhere' (expected: bus:ADDRESS, bus-each:ADDRESS, handler:echo,"
            + " thread:echo, chat or, for a listener, bridge, rpc:SERVICE,...)",
        failure("listeners: {}\ngateway: {port: 0, webSocketRoute: nowhere}"));
  }

  @Test
  void anUnknownServiceIsNamed() {
    assertEquals(
        "services: 'sundial' (expected: echo, clock)",
        failure("listeners: {}\nservices: [sundial]"));
  }

  @Test
  void aMissingCertificateIsNamed() {
    var message =
        failure(
            "listeners: {a: {transport: tcp, port: 0, route: 'bus:echo',"
                + " tls: {certificate: /nowhere/c.pem, key: /nowhere/k.pem}}}");
    assertTrue(message.startsWith("listener 'a' cannot listen on tcp 127.0.0.1:0: "), message);
    assertTrue(message.contains("/nowhere/"), message);
    assertEquals(1, message.lines().count(), message);
  }

  @Test
  void aPortBeyondTheLastOneIsNamed() {
    assertEquals(
        "listener 'a': port: 65536 (expected: 0 to 65535)",
        failure("portOffset: 1\nlisteners: {a: {transport: tcp, port: 65535, route: 'bus:echo'}}"));
  }
}
