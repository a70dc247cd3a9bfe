package dev.samara.net.process;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Cuts what a child says on standard error into lines, of which none is longer than 8 KiB. */
final class ErrorLines {

  static final int MAX_LINE_BYTES = 8 * 1024;

  private ErrorLines() {}

  /** Reads to the end, on a thread of its own; a longer line comes in several pieces. */
  static void read(InputStream source, Consumer<String> line) {
    try (var input = new BufferedInputStream(source)) {
      var bytes = new ByteArrayOutputStream();
      for (var next = input.read(); next >= 0; next = input.read()) {
        if (next != '\n') {
          bytes.write(next);
        }
        if (next == '\n' || bytes.size() == MAX_LINE_BYTES) {
          line.accept(text(bytes));
        }
      }
      if (bytes.size() > 0) {
        line.accept(text(bytes));
      }
    } catch (IOException e) {
      line.accept("standard error cannot be read: " + e.getMessage());
    }
  }

  private static String text(ByteArrayOutputStream bytes) {
    var text = bytes.toString(StandardCharsets.UTF_8).stripTrailing();
    bytes.reset();
    return text;
  }
}
