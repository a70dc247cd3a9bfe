package dev.samara.examples.cookbook.memcached;

import dev.samara.net.connection.CloseMode;
import dev.samara.net.connection.Connection;
import dev.samara.net.route.ConnectionHandler;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Keeps values in memory for {@code set}, {@code get} and {@code delete}, until they are deleted.
 * Connections on all event loops share one store.
 */
public final class MemcachedStore implements ConnectionHandler {

  /** A value, with the number its client keeps with it. */
  private record Entry(String flags, Buffer value) {}

  private final ConcurrentMap<String, Entry> entries = new ConcurrentHashMap<>();

  /** Makes an empty store. */
  public MemcachedStore() {}

  @Override
  public void message(Connection connection, Buffer message) {
    var lineEnd = lineEnd(message);
    var words = List.of(message.getString(0, lineEnd).split(" "));
    if (words.getFirst().equals("quit")) {
      connection.close(CloseMode.DRAIN);
      return;
    }
    var answer =
        switch (words.getFirst()) {
          case "set" -> set(words, message, lineEnd);
          case "get" -> get(words.subList(1, words.size()));
          case "delete" -> delete(words);
          case "version" -> Buffer.buffer("VERSION 1.0.0\r\n");
          default -> Buffer.buffer("ERROR\r\n");
        };
    if (!words.getLast().equals("noreply")) {
      connection.post(answer);
    }
  }

  private Buffer set(List<String> words, Buffer message, int lineEnd) {
    if (words.size() < 5) {
      return Buffer.buffer("ERROR\r\n");
    }
    if (!words.get(3).equals("0")) {
      return Buffer.buffer("SERVER_ERROR this cache keeps nothing for a limited time\r\n");
    }
    var value = message.getBuffer(lineEnd + 2, message.length() - 2);
    entries.put(words.get(1), new Entry(words.get(2), value));
    return Buffer.buffer("STORED\r\n");
  }

  private Buffer get(List<String> keys) {
    var found = Buffer.buffer();
    for (var key : keys) {
      var entry = entries.get(key);
      if (entry != null) {
        var head = "VALUE %s %s %d\r\n".formatted(key, entry.flags, entry.value.length());
        found.appendString(head).appendBuffer(entry.value).appendString("\r\n");
      }
    }
    return found.appendString("END\r\n");
  }

  private Buffer delete(List<String> words) {
    var isKnown = words.size() > 1 && entries.remove(words.get(1)) != null;
    return Buffer.buffer(isKnown ? "DELETED\r\n" : "NOT_FOUND\r\n");
  }

  private static int lineEnd(Buffer message) {
    var at = 0;
    while (message.getByte(at) != '\r' || message.getByte(at + 1) != '\n') {
      at++;
    }
    return at;
  }
}
