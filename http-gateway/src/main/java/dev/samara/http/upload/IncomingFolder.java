package dev.samara.http.upload;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The place of the temporary files: {@code .incoming/UUID/} beside the uploads, held by a lock on
 * the file {@code lock} in it. A folder whose lock is free belongs to a process that died: it is
 * removed when a store opens or sweeps, while those of living nodes on the same folder stay.
 */
final class IncomingFolder {
  private final Path incoming;
  private final Path folder;
  private final FileLocks lock;
  private final AtomicLong serial = new AtomicLong();

  private IncomingFolder(Path incoming, Path folder, FileLocks lock) {
    this.incoming = incoming;
    this.folder = folder;
    this.lock = lock;
  }

  /** Blocking. A folder is made, and then its lock: one without is taken for new. */
  static IncomingFolder open(Path uploads) throws IOException {
    Path incoming = uploads.resolve(".incoming");
    if (!Files.isDirectory(incoming, LinkOption.NOFOLLOW_LINKS)) {
      Files.createDirectory(incoming);
    }
    removeOrphans(incoming);
    while (true) {
      Path folder = Files.createDirectory(incoming.resolve(UUID.randomUUID().toString()));
      Optional<FileLocks> lock = FileLocks.tryLock(folder.resolve("lock"));
      if (lock.isPresent()) {
        return new IncomingFolder(incoming, folder, lock.get());
      }
      // Another process saw the lock file before it was locked, and removes the folder.
    }
  }

  /** A path that no file has. */
  Path next() {
    return folder.resolve(serial.incrementAndGet() + ".part");
  }

  /** Blocking. */
  void close() throws IOException {
    lock.release();
    removeFolder(folder);
  }

  /** Blocking. Removes what processes that died left. */
  void sweep() throws IOException {
    removeOrphans(incoming);
  }

  private static void removeOrphans(Path incoming) throws IOException {
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(incoming)) {
      for (Path folder : folders) {
        if (Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
          removeIfOrphan(folder);
        }
      }
    }
  }

  /** One that was made a moment ago and is not locked yet has no lock file: it is left alone. */
  private static void removeIfOrphan(Path folder) throws IOException {
    Path file = folder.resolve("lock");
    if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try {
      Optional<FileLocks> lock = FileLocks.tryLock(file);
      if (lock.isPresent()) {
        lock.get().release();
        removeFolder(folder);
      }
    } catch (NoSuchFileException gone) {
      // Another process was quicker.
    }
  }

  private static void removeFolder(Path folder) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        Files.deleteIfExists(file);
      }
    }
    Files.deleteIfExists(folder);
  }
}
