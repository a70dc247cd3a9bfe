package dev.samara.http.upload;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;

/**
 * An open file of the store: its content stays what it was when it was opened, even when an upload
 * replaces the name meanwhile. Close it, on any thread.
 *
 * @param channel the bytes, open for reading
 * @param state what it was like when it was opened
 */
public record StoredFile(FileChannel channel, FileState state) implements AutoCloseable {
  /**
   * Its length.
   *
   * @return bytes, 0 or more
   */
  public long sizeBytes() {
    return state.sizeBytes();
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
