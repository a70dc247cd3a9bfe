package dev.samara.node.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands that need no node: help, wrong usage, and failures before anything runs. */
class UsageTest {

  private static final List<String> COMMANDS =
      List.of(
          "run",
          "nodes",
          "listeners",
          "connections",
          "clients",
          "services",
          "balance",
          "status",
          "send",
          "call",
          "tail",
          "connect",
          "upload",
          "post",
          "drain",
          "pause",
          "resume",
          "reload",
          "version",
          "help");

  @TempDir Path folder;

  @Test
  void helpListsAllCommandsWithADescription() {
    var help = Cli.run("help").succeeds();
    for (var command : COMMANDS) {
      assertTrue(
          help.lines().anyMatch(line -> line.matches(" +" + command + "  +\\S.*")),
          () -> command + " in\n" + help);
    }
  }

  @Test
  void helpExplainsEachCommand() {
    for (var command : COMMANDS.subList(0, COMMANDS.size() - 1)) {
      var help = Cli.run("help", command).succeeds();
      assertTrue(help.startsWith("Usage: samara " + command), help);
      assertTrue(help.lines().count() > 1, help);
    }
  }

  @Test
  void versionSaysWhichJavaRuns() {
    assertEquals(
        "samara development (Java " + System.getProperty("java.version") + ")\n",
        Cli.run("version").succeeds());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          fly                         | Unmatched argument at index 0: 'fly'
          status extra                | Unmatched argument at index 1: 'extra'
          status --jsn                | Unknown option: '--jsn'
          send                        | Missing required parameters: 'NAME-OR-ID', 'TEXT'
          send ann                    | Missing required parameter: 'TEXT'
          call clock                  | Missing required parameter: 'METHOD'
          tail                        | Missing required parameter: 'ADDRESS'
          connect                     | Missing required parameter: 'URI'

          connect tls://x --cert c    | Error: Missing required argument(s): --key=FILE
          pause                       | Missing required parameter: 'LISTENER'
          upload file                 | Missing required parameter: 'URL'
          post http://x               | Missing required options: '--chunks=N', '--chunk-size=N'
          post --chunks 0 --chunk-size 1 http://x | --chunks: 0 (expected: >= 1), --chunk-size: 1 (expected: 1 to 67108864)
          post --chunks 1 --chunk-size 67108865 http://x | --chunks: 1 (expected: >= 1), --chunk-size: 67108865 (expected: 1 to 67108864)
          drain --within soon         | Invalid value for option '--within': 'soon' is no duration (expected: 500ms, 10s, 2m or 1h)
          run --port-offset x         | Invalid value for option '--port-offset': 'x' is not an int
          """)
  void wrongUsageExitsWith2(String line, String expected) {
    assertEquals(expected, Cli.run(line.split(" ")).isMisused());
  }

  @Test
  void anUnknownFramingNamesTheKnownOnes() {
    var error = Cli.run("connect", "tcp://x", "--framing", "netsting").isMisused();
    assertTrue(
        error.startsWith(
            "Invalid value for option '--framing': framing: 'netsting' (expected: netstring?"
                + " Known: lines, lines:, "),
        error);
  }

  @Test
  void aCertificateThatIsNotThereIsNamed() throws Exception {
    try (var peer = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var uri = "tls://127.0.0.1:" + peer.getLocalPort();
      assertEquals(
          "samara: cannot connect to %s: there is no file %s/c, or it may not be read"
              .formatted(uri, folder),
          Cli.run("connect", uri, "--cert", folder + "/c", "--key", folder + "/k").fails());
    }
  }

  @Test
  void noCommandIsWrongUsage() {
    assertEquals("Missing required subcommand", Cli.run().isMisused());
  }

  @ParameterizedTest
  @ValueSource(strings = {"status", "nodes", "send a b", "call a b", "tail a", "drain --within 1s"})
  void withoutANodeACommandFailsInOneLine(String line) {
    var arguments = (line + " --run-directory " + folder).split(" ");
    assertEquals(
        "samara: no node is running here (no socket answers in " + folder + "/*/admin.sock)",
        Cli.run(arguments).fails());
  }

  @Test
  void runWithAWrongFileFailsInOneLine() throws Exception {
    var file = Files.writeString(folder.resolve("node.yaml"), "listners: {}");
    assertEquals(
        "samara: " + file + ": unknown key 'listners' (did you mean 'listeners'?)",
        Cli.run("run", "-c", file.toString()).fails());
    var missing = folder.resolve("missing.yaml").toString();
    assertEquals(
        "samara: " + missing + " cannot be read: there is no such file",
        Cli.run("run", "-c", missing).fails());
  }

  @Test
  void runWithAWrongOptionFailsInOneLine() {
    assertEquals(
        "samara: name: 'a b' (expected: 1 to 64 letters, digits, '.', '-' or '_')",
        Cli.run("run", "--name", "a b").fails());
    assertEquals(
        "samara: portOffset: -1 (expected: 0 to 50000)",
        Cli.run("run", "--port-offset", "-1").fails());
  }

  @Test
  void runOnATakenPortFailsInOneLine() throws Exception {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var file =
          Files.writeString(
              folder.resolve("node.yaml"),
              "runDirectory: %s\nlisteners: {a: {transport: tcp, port: %d, route: chat}}"
                  .formatted(folder, taken.getLocalPort()));
      var line = Cli.run("run", "-c", file.toString()).fails();
      assertTrue(
          line.startsWith(
              "samara: listener 'a' cannot listen on tcp 127.0.0.1:" + taken.getLocalPort()),
          line);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          tcp://127.0.0.1:1   | cannot connect to tcp://127.0.0.1:1: Connection refused
          tcp://127.0.0.1     | cannot connect to tcp://127.0.0.1: a host and a port are needed
          udp://127.0.0.1     | cannot connect to udp://127.0.0.1: a host and a port are needed
          ftp://127.0.0.1:1   | cannot connect to ftp://127.0.0.1:1: 'ftp://127.0.0.1:1' (expected: tcp://, tls://, unix://, udp:// or ws://)
          unix:///nowhere/s   | cannot connect to unix:///nowhere/s: No such file or directory
          nowhere             | cannot connect to nowhere: 'nowhere' (expected: tcp://, tls://, unix://, udp:// or ws://)
          tcp://127.0.0.1:99999 | cannot connect to tcp://127.0.0.1:99999: port out of range:99999
          ws://127.0.0.1:1/ws | cannot connect to ws://127.0.0.1:1/ws: nobody answers there
          """)
  void connectWhereNobodyIsFailsInOneLine(String uri, String expected) {
    assertEquals("samara: " + expected, Cli.run("connect", uri).fails());
  }
}
