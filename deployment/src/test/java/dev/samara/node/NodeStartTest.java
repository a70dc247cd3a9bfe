package dev.samara.node;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NodeStartTest {

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"nio", "epoll"})
  void everyListenerAnswers(String transport) throws Exception {
    try (var fixture =
        NodeFixture.start(folder, "transport: " + transport + "\n" + NodeFixture.LISTENERS)) {
      assertTrue(fixture.node().isReady());
      for (var listener : List.of("lines", "each", "handler", "thread")) {
        try (var client = RawClient.tcp(fixture.port(listener))) {
          assertEquals("hello", client.write("hello\n").readLine(), listener);
        }
      }
      try (var client = RawClient.unix(folder.resolve("run/test/echo.sock"))) {
        assertEquals("hello", client.write("hello\n").readLine());
      }
      try (var client = RawClient.tcp(fixture.port("echo"))) {
        var frame = new byte[] {0, 0, 0, 3, 1, 2, 3};
        assertArrayEquals(frame, client.write(frame).read(7));
      }
      try (var client = RawClient.tcp(fixture.port("chat"))) {
        assertEquals("* ann joined", client.write("ann\n").readLine());
        assertEquals("ann: hello", client.write("hello\n").readLine());
      }
      assertEquals("hello", answerToDatagram(fixture.port("datagrams"), "hello"));
      NodeFixture.eventually(
          "all answers counted", () -> fixture.balance().total().out().flushed() == 9);
    }
    assertFalse(Files.exists(folder.resolve("run/test/echo.sock")));
  }

  private static String answerToDatagram(int port, String text) throws Exception {
    try (var socket = new DatagramSocket()) {
      socket.setSoTimeout(20_000);
      var sent = text.getBytes(StandardCharsets.UTF_8);
      socket.send(new DatagramPacket(sent, sent.length, InetAddress.getLoopbackAddress(), port));
      var received = new DatagramPacket(new byte[100], 100);
      socket.receive(received);
      return new String(
          Arrays.copyOf(received.getData(), received.getLength()), StandardCharsets.UTF_8);
    }
  }

  @Test
  void theStatusShowsWhatRuns() {
    try (var fixture = NodeFixture.start(folder, "transport: nio\n" + NodeFixture.LISTENERS)) {
      var status = NodeFixture.await(new NodeViews(fixture.node()).status());
      assertEquals("test", status.getString("node"));
      assertTrue(status.getBoolean("ready"));
      assertFalse(status.getBoolean("clustered"));
      assertEquals(1, status.getInteger("nodes"));
      assertEquals(11, status.getJsonArray("listeners").size());
      assertEquals(ProcessHandle.current().pid(), status.getLong("pid"));
      assertEquals("nio", status.getString("transport"));
    }
  }

  @Test
  void aNodeMayHaveNeitherListenersNorServicesNorGateway() {
    try (var fixture =
        NodeFixture.start(folder, "listeners: {}\nservices: []\ngateway: {enabled: false}")) {
      assertTrue(fixture.node().isReady());
      assertTrue(fixture.node().gateway().isEmpty());
      assertTrue(fixture.node().hub().listeners().isEmpty());
    }
  }
}
