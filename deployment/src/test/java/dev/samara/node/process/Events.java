package dev.samara.node.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Queue;

/** Collects what a node's event stream says. */
final class Events implements AutoCloseable {

  private final InputStream stream;

  private Events(InputStream stream) {
    this.stream = stream;
  }

  static Events of(HttpClient client, NodeProcess node, Queue<String> lines) throws Exception {
    var request = HttpRequest.newBuilder(node.uri("/events")).build();
    var events = new Events(client.send(request, BodyHandlers.ofInputStream()).body());
    Thread.ofVirtual().start(() -> events.read(lines));
    return events;
  }

  private void read(Queue<String> lines) {
    try (var reader = new InputStreamReader(stream, StandardCharsets.UTF_8);
        var buffered = new BufferedReader(reader)) {
      buffered.lines().forEach(lines::add);
    } catch (IOException | UncheckedIOException e) {
      // Closed by the test.
    }
  }

  /** Waits for a line with this text. */
  void await(String text, Queue<String> lines) throws Exception {
    Poll.until(
        Duration.ofSeconds(20),
        () -> "no event with '" + text + "' in " + lines,
        () -> lines.stream().anyMatch(line -> line.contains(text)));
  }

  @Override
  public void close() throws IOException {
    stream.close();
  }
}
