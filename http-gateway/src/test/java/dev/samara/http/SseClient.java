package dev.samara.http;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A stream of events over a socket of its own, with what it sends by other sockets. */
final class SseClient implements AutoCloseable {
  private final int port;
  private final RawClient raw;
  final JsonObject greeting;
  private String lastId = "";

  /** An event, as a browser would show it. */
  record Event(String id, String type, String data) {}

  SseClient(int port) throws IOException {
    this(port, 0, "");
  }

  SseClient(int port, int receiveBytes, String fields) throws IOException {
    this.port = port;
    this.raw = new RawClient(port, receiveBytes);
    String head =
        raw.send("GET /sse HTTP/1.1\r\nHost: x\r\n" + fields + "\r\n").readUntil("\r\n\r\n");
    assertTrue(head.startsWith("HTTP/1.1 200 "), head);
    assertTrue(head.toLowerCase().contains("content-type: text/event-stream"), head);
    Event open = read();
    assertTrue(open.type().equals("open"), open.toString());
    greeting = new JsonObject(open.data());
  }

  String key() {
    return greeting.getString("key");
  }

  /** The next event; one without data when the stream has ended. Comments are left out. */
  Event read() throws IOException {
    String id = lastId;
    String type = "message";
    List<String> data = new ArrayList<>();
    while (true) {
      String line = line();
      if (line == null) {
        return new Event(id, "closed", "");
      } else if (line.isEmpty() && !data.isEmpty()) {
        lastId = id;
        return new Event(id, type, String.join("\n", data));
      } else if (line.startsWith("id: ")) {
        id = line.substring(4);
      } else if (line.startsWith("event: ")) {
        type = line.substring(7);
      } else if (line.startsWith("data: ")) {
        data.add(line.substring(6));
      }
    }
  }

  /** A line, without what the chunks put around it; null at the end of the stream. */
  String line() throws IOException {
    var line = new StringBuilder();
    while (true) {
      String byteRead = chunked();
      if (byteRead == null) {
        return null;
      } else if (byteRead.equals("\n")) {
        return new String(
            line.toString().getBytes(java.nio.charset.StandardCharsets.ISO_8859_1),
            java.nio.charset.StandardCharsets.UTF_8);
      }
      line.append(byteRead);
    }
  }

  private int leftInChunk;

  private String chunked() throws IOException {
    if (leftInChunk == 0) {
      String size = raw.readUntil("\r\n").strip();
      if (size.isEmpty()) {
        return null;
      }
      leftInChunk = Integer.parseInt(size, 16);
      if (leftInChunk == 0) {
        raw.readUntil("\r\n");
        return null;
      }
    }
    byte[] read = raw.readBytes(1);
    if (read.length == 0) {
      return null;
    }
    if (--leftInChunk == 0) {
      raw.readUntil("\r\n");
    }
    return Character.toString(read[0] & 0xFF);
  }

  /** The status of the answer. */
  int post(byte[] message) throws IOException {
    return ask("POST", key(), message);
  }

  int ask(String method, String key, byte[] message) throws IOException {
    try (var client = new RawClient(port)) {
      client.send(head(method, key, message.length)).send(message);
      return Integer.parseInt(client.readAnswer().split(" ")[1]);
    }
  }

  static String head(String method, String key, int bytes) {
    return "%s /sse HTTP/1.1\r\nHost: x\r\nSamara-Stream: %s\r\nContent-Length: %d\r\n\r\n"
        .formatted(method, key, bytes);
  }

  void reset() throws IOException {
    raw.reset();
  }

  @Override
  public void close() throws IOException {
    raw.close();
  }
}
