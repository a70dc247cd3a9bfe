package dev.samara.http.upload;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.GatheringByteChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * How the store opens a temporary file for writing. The plain one is {@link #plain()}; another one
 * can slow the disk down, count, or fail on demand.
 */
@FunctionalInterface
public interface UploadDisk {
  /**
   * Creates a file that must not exist yet. Called on a writer thread; may block.
   *
   * @param file where
   * @return an open channel, closed by the store
   * @throws IOException when it cannot be created
   */
  GatheringByteChannel create(Path file) throws IOException;

  /**
   * Files as the operating system gives them.
   *
   * @return the plain disk
   */
  static UploadDisk plain() {
    return file -> FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
  }
}
