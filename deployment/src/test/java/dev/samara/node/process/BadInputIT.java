package dev.samara.node.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bad input gets one clear line, and the rest of the node goes on. */
class BadInputIT {

  @TempDir private static Path folder;
  @TempDir private Path scratch;
  private static NodeProcess node;

  /** Connected all the time, and served to the end of each test. */
  private Peer bystander;

  @BeforeAll
  static void start() throws Exception {
    node = NodeProcess.start(folder);
  }

  @AfterAll
  static void stop() throws Exception {
    try (var _ = node) {
      node.signal("INT");
      node.assertStops();
    }
  }

  @BeforeEach
  void connect() throws Exception {
    bystander = Peer.tcp(node.port(Ports.LINES));
    assertEquals("before", bystander.line("before").readLine());
  }

  @AfterEach
  void othersAreStillServed() throws Exception {
    try (var _ = bystander) {
      assertEquals("after", bystander.line("after").readLine());
    }
    try (var late = Peer.tcp(node.port(Ports.ECHO))) {
      byte[] frame = {0, 0, 0, 1, 7};
      assertEquals(7, late.send(frame).read(5)[4]);
    }
  }

  private void assertRefused(int port, byte[] bytes, String... inLog) throws Exception {
    try (var bad = Peer.tcp(port)) {
      bad.send(bytes);
      bad.awaitClose();
    }
    node.logLine(inLog);
    assertEquals(1, node.logLines(inLog).size(), node::text);
  }

  @Test
  void aLengthBeyondTheLimitClosesThatConnection() throws Exception {
    byte[] frame = {-1, -1, -1, -1, 0};
    assertRefused(
        node.port(Ports.ECHO), frame, "/echo/", "message length: 4294967295 bytes (expected: <=");
  }

  @Test
  void aLineWithoutEndClosesThatConnection() throws Exception {
    var endless = new byte[70_000];
    Arrays.fill(endless, (byte) 'a');
    assertRefused(node.port(Ports.LINES), endless, "/lines/", "a line longer than 65536 bytes");
  }

  @Test
  void bytesThatAreNotUtf8CloseThatConnection() throws Exception {
    byte[] line = {(byte) 0xff, (byte) 0xfe, '\n'};
    assertRefused(node.port(Ports.LINES), line, "/lines/", "a line that is not UTF-8 text");
  }

  private void assertFails(int exitCode, Launch.Ended ended, String... parts) {
    assertEquals(exitCode, ended.exitCode(), ended.err());
    assertEquals("", ended.out());
    assertEquals(1, ended.err().lines().count(), ended.err());
    for (var part : parts) {
      assertTrue(ended.err().contains(part), ended.err());
    }
  }

  @Test
  void aPortTakenEndsTheStartWithOneLineThatNamesListenerAndPort() throws Exception {
    var second = Launch.cli(scratch, "run", "--port-offset", "" + node.offset());
    assertFails(1, second, "listener 'echo'", ":" + node.port(Ports.ECHO));
  }

  @Test
  void aGatewayPortTakenDoesTheSame() throws Exception {
    var config = Files.writeString(scratch.resolve("node.yaml"), "listeners: {}\n");
    var offset = "" + node.offset();
    var second = Launch.cli(scratch, "run", "-c", config.toString(), "--port-offset", offset);
    assertFails(1, second, "gateway", ":" + node.port(Ports.GATEWAY));
  }

  @Test
  void aGarbageConfigurationEndsTheStartWithOneLine() throws Exception {
    var file = Files.write(scratch.resolve("node.yaml"), new byte[] {1, '{', '[', ':', ':', '\n'});
    assertFails(1, Launch.cli(scratch, "run", "-c", file.toString()), "node.yaml is not YAML");
  }

  @Test
  void bytesThatAreNoTextAsConfigurationEndTheStartWithOneLine() throws Exception {
    var file = Files.write(scratch.resolve("node.yaml"), new byte[] {-1, -2, 'a', ':', '1'});
    assertFails(1, Launch.cli(scratch, "run", "-c", file.toString()), "node.yaml");
  }

  @Test
  void aConfigurationThatIsMissingEndsTheStartWithOneLine() throws Exception {
    assertFails(1, Launch.cli(scratch, "run", "-c", "none.yaml"), "none.yaml");
  }

  @Test
  void anUnknownKeyIsNamedWithTheNearestKnownOne() throws Exception {
    var file = Files.writeString(scratch.resolve("node.yaml"), "lsteners: {}\n");
    var ended = Launch.cli(scratch, "run", "-c", file.toString());
    assertFails(1, ended, "unknown key 'lsteners'", "'listeners'");
  }

  @Test
  void anUnknownOptionIsWrongUsage() throws Exception {
    var ended = Launch.cli(scratch, "run", "--bogus");
    assertEquals(2, ended.exitCode());
    assertTrue(ended.err().startsWith("Unknown option: '--bogus'"), ended.err());
    assertEquals("", ended.out());
  }

  @Test
  void aCommandWithoutARunningNodeFailsWithOneLine() throws Exception {
    assertFails(1, Launch.cli(scratch, "status"), "no node is running here");
  }
}
