package dev.samara.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.samara.load.report.Report;
import dev.samara.load.report.Reports;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The scripts under the real wrk, against a stand-in that notes what they ask for. */
@Tag("outside")
class HttpBenchIT {
  @TempDir private Path folder;

  private final Set<String> asked = ConcurrentHashMap.newKeySet();
  private HttpServer server;

  @BeforeEach
  void startServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::answer);
    server.start();
  }

  @AfterEach
  void stopServer() {
    server.stop(0);
  }

  @Test
  void eachScriptAsksForItsPath() throws Exception {
    Commands run = bench("hello,pipelined,rpc,upload,download");
    assertEquals(0, run.exitCode(), run.err());
    assertTrue(
        asked.containsAll(
            List.of(
                "GET /health/live 0",
                "POST /rpc/clock/now 2",
                "PUT /uploads/wrk-0-1 1024",
                "PUT /uploads/wrk-download 65536",
                "GET /uploads/wrk-download 0")),
        asked.toString());
    Report report = Reports.read(folder.resolve("http.json"));
    assertEquals(
        List.of("hello", "pipelined", "rpc", "upload", "download"),
        report.results().stream().map(result -> result.at().get("script")).toList());
    assertTrue(report.sound(), report.checks().toString());
  }

  @Test
  void serverOfOnesOwnIsAskedForThePathOfItsUrl() {
    Commands run = bench("hello,pipelined", "/mine?x=1");
    assertEquals(0, run.exitCode(), run.err());
    assertEquals(Set.of("GET /mine 0"), asked);
  }

  @Test
  void badAnswersFailTheBench() {
    server.removeContext("/");
    Commands run = bench("hello");
    assertEquals(1, run.exitCode());
    assertTrue(run.err().startsWith("bench http: hello with 2, gateway: "), run.err());
  }

  @Test
  void theGatewayIsMeasuredBesideItsPeers() throws Exception {
    Path file = folder.resolve("http.json");
    Commands run =
        Commands.bench(
            "http --quick --scripts hello,files,memory --connections 4 --sizes 200000 --json "
                .concat(file.toString())
                .split(" "));
    assertEquals(0, run.exitCode(), run.err());
    Children.assertNoneLeft();
    Report report = Reports.read(file);
    assertEquals(3, report.checks().size());
    assertTrue(ratios(report, "hello", "vertx") > 0);
    report.gaps().forEach(gap -> assertEquals("nginx", gap.name(), gap.reason()));
    if (report.gaps().isEmpty()) {
      assertTrue(ratios(report, "hello", "nginx") > 0);
      assertTrue(ratios(report, "files", "nginx") > 0);
    }
    assertTrue(ratios(report, "memory", "vertx") > 0);
  }

  @Test
  void stylesOfAnApplicationHaveATable() throws Exception {
    Path file = folder.resolve("styles.json");
    Commands run =
        Commands.bench(
            "http --quick --scripts small-body,many-yields,huge-body --connections 4 --json "
                .concat(file.toString())
                .split(" "));
    assertEquals(0, run.exitCode(), run.err());
    Report report = Reports.read(file);
    assertTrue(report.sound(), report.checks().toString());
    for (String style : List.of("small-body", "many-yields", "huge-body")) {
      assertTrue(ratios(report, style, "vertx") > 0, style);
    }
  }

  /** How many figures of the gateway have a ratio. */
  private static long ratios(Report report, String script, String yardstick) {
    return report.results().stream()
        .filter(result -> result.subject().equals("gateway"))
        .filter(result -> result.at().get("script").equals(script))
        .filter(result -> result.at().get("against").equals(yardstick))
        .flatMap(result -> result.figures().stream())
        .filter(figure -> figure.ratio().isPresent())
        .count();
  }

  private Commands bench(String scripts) {
    return bench(scripts, "");
  }

  private Commands bench(String scripts, String path) {
    return Commands.bench(
        "http",
        "--url",
        "http://127.0.0.1:" + server.getAddress().getPort() + path,
        "--scripts",
        scripts,
        "--connections",
        "2",
        "--seconds",
        "1",
        "--rounds",
        "1",
        "--json",
        folder.resolve("http.json").toString());
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      int bodyBytes = exchange.getRequestBody().readAllBytes().length;
      asked.add(
          "%s %s %d"
              .formatted(
                  exchange.getRequestMethod(), exchange.getRequestURI().getPath(), bodyBytes));
      exchange.sendResponseHeaders(200, 2);
      exchange.getResponseBody().write(new byte[2]);
    }
  }
}
