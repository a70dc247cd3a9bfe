package dev.samara.http;

import static dev.samara.http.TestGateway.await;
import static dev.samara.http.TestGateway.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.samara.http.mount.Mounts;
import dev.samara.http.mount.PathHandler;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Streams of events as those read them who know the standard. */
@Tag("outside")
class SseOutsideTest {
  /** What comes back is what was sent, in its order; then it says what became of a binary one. */
  private static final String PAGE =
      """
      <!DOCTYPE html><pre id="log">nothing</pre><script>
      const sent = ['', 'one', 'two\\nlines', 'Gr\\u00fc\\u00dfe', ' space'];
      const got = [];
      const stream = new EventSource('/sse');
      let key;
      const post = body =>
        fetch('/sse', {method: 'POST', headers: {'Samara-Stream': key}, body})
          .then(answer => { if (answer.status != 204) got.push('status ' + answer.status); });
      stream.addEventListener('open', async event => {
        if (!event.data) return;
        key = JSON.parse(event.data).key;
        for (const text of sent) await post(text);
        await post(new Uint8Array([255, 0, 1]));
      });
      stream.onmessage = event => got.push(event.data);
      stream.addEventListener('binary', async event => {
        got.push(event.data);
        got.push(event.lastEventId.split(':')[1]);
        await fetch('/sse', {method: 'DELETE', headers: {'Samara-Stream': key}});
      });
      stream.addEventListener('end', () => {
        stream.close();
        const right = [...sent, '/wAB', '6'];
        document.getElementById('log').textContent =
          JSON.stringify(got) == JSON.stringify(right) ? 'all as sent' : JSON.stringify(got);
      });
      </script>
      """;

  @TempDir Path folder;
  @TempDir Path profile;

  @Test
  void anEventSourceOfChromium() throws Exception {
    var mounts =
        Mounts.none()
            .with(
                "/page",
                new PathHandler.Plain(request ->
                    request
                        .response()
                        .putHeader("Content-Type", "text/html; charset=utf-8")
                        .end(PAGE)));
    try (var gateway = new TestGateway(folder, o -> o, mounts)) {
      String page = Chromium.document(gateway.uri("/page"), profile);
      assertTrue(page.contains("all as sent"), page);
    }
  }

  @Test
  void curlListensAndSends() throws Exception {
    try (var gateway = new TestGateway(folder)) {
      String url = gateway.uri("/sse").toString();
      var process = new ProcessBuilder("curl", "-sSN", "--max-time", "20", url).start();
      try (BufferedReader lines = process.inputReader()) {
        assertEquals("event: open", lines.readLine());
        String key = new JsonObject(lines.readLine().substring(6)).getString("key");
        assertEquals("", lines.readLine());
        assertEquals("204", curl("--data-binary", "over curl", "-H", "Samara-Stream: " + key, url));
        assertTrue(lines.readLine().endsWith(":1"));
        assertEquals("data: over curl", lines.readLine());
        assertEquals("", lines.readLine());
        assertEquals("202", curl("-X", "DELETE", "-H", "Samara-Stream: " + key, url));
        assertEquals("event: end", lines.readLine());
        assertTrue(process.waitFor(20, TimeUnit.SECONDS));
        assertEquals(0, process.exitValue());
      } finally {
        process.destroyForcibly();
      }
      eventually("it is gone", () -> await(gateway.hub.figures()).get("sse").open() == 0);
    }
  }

  private static String curl(String... arguments) throws Exception {
    var command = new java.util.ArrayList<>(java.util.List.of("curl", "-sS", "-w", "%{http_code}"));
    command.addAll(java.util.List.of(arguments));
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try {
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertTrue(process.waitFor(20, TimeUnit.SECONDS));
      return output;
    } finally {
      process.destroyForcibly();
    }
  }
}
