package dev.samara.http.upload;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The place of the temporary files: {@code .incoming/UUID/} beside the uploads, held by a lock on
 * the file {@code lock} in it. A folder whose lock is free belongs to a process that died: it is
 * removed when the next store opens, while those of living nodes on the same folder stay.
 */
final class IncomingFolder implements AutoCloseable {
  private final Path folder;
  private final FileChannel lock;
  private final AtomicLong serial = new AtomicLong();

  private IncomingFolder(Path folder, FileChannel lock) {
    this.folder = folder;
    this.lock = lock;
  }

  /**
   * Blocking. One opener at a time, in this process and among all, so that no folder is unlocked.
   */
  static synchronized IncomingFolder open(Path uploads) throws IOException {
    Path incoming = uploads.resolve(".incoming");
    if (!Files.isDirectory(incoming, LinkOption.NOFOLLOW_LINKS)) {
      Files.createDirectory(incoming);
    }
    try (FileChannel openers = lockFile(incoming.resolve("lock"))) {
      openers.lock();
      removeOrphans(incoming);
      Path folder = Files.createDirectory(incoming.resolve(UUID.randomUUID().toString()));
      FileChannel lock = lockFile(folder.resolve("lock"));
      lock.lock();
      return new IncomingFolder(folder, lock);
    }
  }

  /** A path that no file has. */
  Path next() {
    return folder.resolve(serial.incrementAndGet() + ".part");
  }

  @Override
  public void close() throws IOException {
    lock.close();
    removeFolder(folder);
  }

  private static void removeOrphans(Path incoming) throws IOException {
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(incoming)) {
      for (Path folder : folders) {
        if (Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS) && isOrphan(folder)) {
          removeFolder(folder);
        }
      }
    }
  }

  private static boolean isOrphan(Path folder) throws IOException {
    try (FileChannel lock = lockFile(folder.resolve("lock"))) {
      return lock.tryLock() != null;
    } catch (OverlappingFileLockException ofThisProcess) {
      return false;
    }
  }

  private static void removeFolder(Path folder) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }

  private static FileChannel lockFile(Path file) throws IOException {
    return FileChannel.open(
        file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
  }
}
