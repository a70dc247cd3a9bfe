package dev.samara.node.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same node as its users meet it: through the tools they have. */
@Tag("outside")
class OutsideIT {

  private static final String CHUNKED = "Transfer-Encoding: chunked";
  private static final long MOST_GROWTH_KILOBYTES = 96 << 10;

  @TempDir private static Path folder;
  private static NodeProcess node;

  @BeforeAll
  static void start() throws Exception {
    node = NodeProcess.startSmall(folder);
  }

  @AfterAll
  static void stop() throws Exception {
    try (var _ = node) {
      node.signal("INT");
      node.assertStops();
    }
  }

  private static String curl(String... arguments) throws Exception {
    var command = new ArrayList<>(List.of("curl", "-sS", "--max-time", "140"));
    command.addAll(List.of(arguments));
    var ended = Launch.tool(folder, "curl", "", command.toArray(String[]::new));
    assertEquals(0, ended.exitCode(), ended.err());
    return ended.out();
  }

  @Test
  void ncOverTcp() throws Exception {
    var port = "" + node.port(Ports.LINES);
    var ended = Launch.tool(folder, "netcat-openbsd", "hello\n", "nc", "-N", "127.0.0.1", port);
    assertEquals("hello\n", ended.out());
    assertEquals(0, ended.exitCode(), ended.err());
  }

  @Test
  void socatOverUnix() throws Exception {
    var socket = "UNIX-CONNECT:run/" + node.name() + "/echo.sock";
    var ended = Launch.tool(folder, "socat", "hello\n", "socat", "-t5", "-", socket);
    assertEquals("hello\n", ended.out());
  }

  @Test
  void socatOverUdp() throws Exception {
    var target = "UDP4:127.0.0.1:" + node.port(Ports.DATAGRAMS);
    var ended = Launch.tool(folder, "socat", "hello", "socat", "-t5", "-", target);
    assertEquals("hello", ended.out());
  }

  @Test
  void curlUploadsInChunksAndGetsTheSameBack() throws Exception {
    uploadByCurl(256L << 20);
  }

  @Test
  @Tag("long")
  void curlUploadsTwoGibibytesInChunksWithFlatMemory() throws Exception {
    uploadByCurl(2L << 30);
  }

  private static void uploadByCurl(long bytes) throws Exception {
    var url = node.uri("/uploads/x").toString();
    var small = Body.write(folder.resolve("small"), 8L << 20);
    curl("-T", small.file().toString(), "-H", CHUNKED, url);
    var before = node.residentKilobytes();
    var body = Body.write(folder.resolve("big"), bytes);
    var upload =
        CompletableFuture.supplyAsync(() -> {
          try {
            return curl("-T", body.file().toString(), "-H", CHUNKED, url);
          } catch (Exception e) {
            throw new AssertionError(e);
          }
        });
    var most = before;
    while (!upload.isDone()) {
      most = Math.max(most, node.residentKilobytes());
      Poll.step();
    }
    var stored = new JsonObject(upload.join());
    assertEquals(bytes, stored.getLong("size"));
    assertEquals(body.sha256(), stored.getString("sha256"));
    System.out.printf("%d MiB: resident %d kB, at most %d kB%n", bytes >> 20, before, most);
    assertTrue(most - before < MOST_GROWTH_KILOBYTES, before + " kB, then " + most + " kB");
    var back = folder.resolve("back");
    curl("-o", back.toString(), url);
    most = Math.max(most, node.residentKilobytes());
    assertTrue(most - before < MOST_GROWTH_KILOBYTES, before + " kB, then " + most + " kB");
    var sums =
        Launch.tool(folder, "coreutils", "", "sha256sum", body.file().toString(), back.toString());
    for (var line : sums.out().lines().toList()) {
      assertTrue(line.startsWith(body.sha256()), sums.out());
    }
    Files.delete(back);
    Files.delete(body.file());
  }

  @Test
  void curlGetsAnErrorOfItsOwnForEachMistake() throws Exception {
    assertError("400", "--path-as-is", node.uri("/uploads/../x").toString());
    assertError("400", "--path-as-is", node.uri("/uploads/..%2Fx").toString());
    assertError("404", node.uri("/uploads/none").toString());
    assertError("404", node.uri("/nowhere").toString());
    assertError("405", "-X", "DELETE", node.uri("/health/live").toString());
    assertFalse(Files.exists(folder.resolve("data/" + node.name() + "/x")));
  }

  private static void assertError(String status, String... arguments) throws Exception {
    var all = new ArrayList<>(List.of("-w", "\n%{http_code}"));
    all.addAll(List.of(arguments));
    var lines = curl(all.toArray(String[]::new)).lines().toList();
    assertEquals(status, lines.getLast(), lines.toString());
    var problem = new JsonObject(String.join("\n", lines.subList(0, lines.size() - 1)));
    assertEquals(Integer.parseInt(status), problem.getInteger("status"), lines.toString());
    assertTrue(problem.getString("type").startsWith("urn:samara:problem:"), lines.toString());
  }

  @Test
  void wrkSeesNoErrors() throws Exception {
    var url = node.uri("/health/live").toString();
    var ended =
        Launch.tool(folder, "wrk", "", "wrk", "-t1", "-c20", "-d3s", "--timeout", "30s", url);
    assertEquals(0, ended.exitCode(), ended.err());
    assertTrue(ended.out().contains("Requests/sec"), ended.out());
    assertFalse(ended.out().contains("Socket errors"), ended.out());
    assertFalse(ended.out().contains("Non-2xx"), ended.out());
  }

  @Test
  void chromiumShowsTheNodeAndItsListeners() throws Exception {
    var ended =
        Launch.tool(
            folder,
            "chromium",
            "",
            "chromium",
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--user-data-dir=" + folder.resolve("chromium"),
            "--virtual-time-budget=5000",
            "--dump-dom",
            node.uri("/").toString());
    assertEquals(0, ended.exitCode(), ended.err());
    for (var shown : List.of(node.name(), "lines", "datagrams", "local", "chat", "echo")) {
      assertTrue(ended.out().contains(">" + shown + "<"), shown + " in " + ended.out());
    }
  }
}
