package dev.samara.net;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The other side of a stream, blocking, which knows nothing of Samara. */
final class StreamPeer implements AutoCloseable {

  private final InputStream input;
  private final OutputStream output;
  private final Closeable outputEnd;
  private final Closeable all;

  /**
   * @param outputEnd tells the server that nothing more comes
   * @param all closes both directions
   */
  StreamPeer(InputStream input, OutputStream output, Closeable outputEnd, Closeable all) {
    this.input = input;
    this.output = output;
    this.outputEnd = outputEnd;
    this.all = all;
  }

  StreamPeer write(byte[] bytes, int from, int to) {
    return run(() -> {
      output.write(bytes, from, to - from);
      output.flush();
    });
  }

  StreamPeer write(String text) {
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    return write(bytes, 0, bytes.length);
  }

  byte[] read(int byteCount) {
    try {
      var bytes = input.readNBytes(byteCount);
      if (bytes.length < byteCount) {
        throw new AssertionError("ended after %d of %d bytes".formatted(bytes.length, byteCount));
      }
      return bytes;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String readToEnd() {
    try {
      return new String(input.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  StreamPeer endOutput() {
    return run(outputEnd);
  }

  private StreamPeer run(Closeable action) {
    try {
      action.close();
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    run(all);
  }
}
