package dev.samara.http.upload;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;

/**
 * An open file of the store: its content stays what it was when it was opened, even when an upload
 * replaces the name meanwhile. Close it, on any thread.
 *
 * @param channel the bytes, open for reading
 * @param sizeBytes the length in bytes when it was opened
 */
public record StoredFile(FileChannel channel, long sizeBytes) implements AutoCloseable {
  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
