package dev.samara.examples;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A blocking socket that sends and reads lines and knows nothing of Samara. */
final class LineClient implements Closeable {

  /** Longer than any answer should take, and shorter than a test may take. */
  private static final int READ_TIMEOUT_MILLIS = 20_000;

  private final Socket socket;
  private final BufferedReader in;

  LineClient(int port) {
    try {
      socket = new Socket("127.0.0.1", port);
      socket.setSoTimeout(READ_TIMEOUT_MILLIS);
      in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends the text as it is, in one write. */
  LineClient write(String text) {
    try {
      socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The next line, or {@code <end>} when the server has closed. */
  String read() {
    try {
      var line = in.readLine();
      return line == null ? "<end>" : line;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  LineClient endOutput() {
    try {
      socket.shutdownOutput();
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
