package dev.samara.examples.cookbook.resp;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A command and its arguments.
 *
 * @param name what to do, in capitals
 * @param arguments with what; any bytes
 */
record RespCommand(String name, List<Buffer> arguments) {

  /** Splits a message that {@link RespParser} has found to be well-formed. */
  static RespCommand of(Buffer message) {
    var words = new ArrayList<Buffer>();
    var at = lineEnd(message, 0);
    while (at < message.length()) {
      var start = lineEnd(message, at);
      var length = Integer.parseInt(message.getString(at + 1, start - 2));
      words.add(message.getBuffer(start, start + length));
      at = start + length + 2;
    }
    if (words.isEmpty()) {
      return new RespCommand("", List.of());
    }
    var name = words.getFirst().toString().toUpperCase(Locale.ROOT);
    return new RespCommand(name, List.copyOf(words.subList(1, words.size())));
  }

  /** Where the line that starts here ends, its CR and LF included. */
  private static int lineEnd(Buffer message, int from) {
    var at = from;
    while (message.getByte(at) != '\n') {
      at++;
    }
    return at + 1;
  }
}
