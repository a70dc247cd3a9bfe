package dev.samara.node.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The one file that has everything: no class path, no options, another folder. */
class SingleJarIT {

  private static final String JAVA =
      Path.of(System.getProperty("java.home"), "bin", "java").toString();

  @TempDir private Path folder;

  private Path jar() throws Exception {
    var built = Path.of(System.getProperty("samara.root"), "deployment/target/samara-node.jar");
    assertTrue(Files.exists(built), () -> built + " is made by the package phase");
    return Files.copy(built, folder.resolve("elsewhere.jar"));
  }

  @Test
  void runsANodeAndItsCommands() throws Exception {
    var jar = jar().toString();
    try (var node = NodeProcess.startJar(folder, List.of(JAVA, "-jar", jar))) {
      try (var peer = Peer.tcp(node.port(Ports.LINES))) {
        assertEquals("hello", peer.line("hello").readLine());
      }
      var ready = HttpRequest.newBuilder(node.uri("/health/ready")).build();
      try (var client = HttpClient.newHttpClient()) {
        assertEquals(200, client.send(ready, HttpResponse.BodyHandlers.ofString()).statusCode());
      }
      var status = Launch.tool(folder, "openjdk-25-jre", "", JAVA, "-jar", jar, "status", "--json");
      assertEquals(0, status.exitCode(), status.err());
      // The native transport is in the jar, and so are the services that are found by name.
      assertTrue(status.out().contains("\"transport\""), status.out());
      var version = Launch.tool(folder, "openjdk-25-jre", "", JAVA, "-jar", jar, "version");
      assertTrue(version.out().matches("(?s).*\\d+\\.\\d+\\.\\d+.*"), version.out());
      node.signal("TERM");
      node.assertStops();
    }
  }

  @Test
  void wrongUsageIsToldAsByTheLauncher() throws Exception {
    var wrong =
        Launch.tool(folder, "openjdk-25-jre", "", JAVA, "-jar", jar().toString(), "no-such");
    assertEquals(2, wrong.exitCode(), wrong.err());
  }
}
