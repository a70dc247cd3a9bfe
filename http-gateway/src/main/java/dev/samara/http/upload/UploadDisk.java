package dev.samara.http.upload;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.GatheringByteChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * How the store writes. The plain one is {@link #plain()}; another one can slow the disk down,
 * count, or fail on demand. Called on writer threads; every method may block.
 */
@FunctionalInterface
public interface UploadDisk {
  /**
   * Creates a file that must not exist yet.
   *
   * @param file where
   * @return an open channel, closed by the store
   * @throws IOException when it cannot be created
   */
  GatheringByteChannel create(Path file) throws IOException;

  /**
   * Opens a file to write on at its end.
   *
   * @param file which
   * @param sizeBytes what is kept of it; what follows is cut off
   * @return an open channel, closed by the store
   * @throws IOException when it cannot be opened or cut
   */
  default GatheringByteChannel append(Path file, long sizeBytes) throws IOException {
    return appendTo(file, sizeBytes);
  }

  /**
   * Forces what was written to the disk.
   *
   * @param channel one of {@link #create} or {@link #append}
   * @throws IOException when the disk cannot promise to have it
   */
  default void force(GatheringByteChannel channel) throws IOException {
    if (channel instanceof FileChannel file) {
      file.force(true);
    }
  }

  /**
   * Forces the names in a folder to the disk.
   *
   * @param folder which
   * @throws IOException when the disk cannot promise to have them
   */
  default void forceFolder(Path folder) throws IOException {
    try (FileChannel names = FileChannel.open(folder, StandardOpenOption.READ)) {
      names.force(true);
    }
  }

  /**
   * Files as the operating system gives them.
   *
   * @return the plain disk
   */
  static UploadDisk plain() {
    return file -> FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
  }

  private static FileChannel appendTo(Path file, long sizeBytes) throws IOException {
    FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
    try {
      return channel.truncate(sizeBytes).position(sizeBytes);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }
}
