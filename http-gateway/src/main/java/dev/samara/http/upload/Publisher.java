package dev.samara.http.upload;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives finished files their names. Whatever fails, the name keeps the file it had, and the
 * finished one stays where it was. Writer threads only.
 */
final class Publisher {
  private static final Logger LOG = LoggerFactory.getLogger(Publisher.class);

  /**
   * Finding out what has a name, and taking it, must be one step for the answer's sake; names that
   * share a lock only wait for each other.
   */
  private static final Object[] LOCKS =
      IntStream.range(0, 64).mapToObj(i -> new Object()).toArray();

  private final StoreFolder folder;
  private final UploadDisk disk;
  private final boolean forced;

  Publisher(StoreFolder folder, UploadDisk disk, boolean forced) {
    this.folder = folder;
    this.disk = disk;
    this.forced = forced;
  }

  /** What was published, and what had the name before. */
  record Published(StoredUpload upload, Optional<FileState> replaced) {}

  Published publish(
      Path finished,
      UploadName name,
      UploadRequest.Condition condition,
      Map<DigestAlgorithm, String> digests)
      throws IOException, UploadException {
    synchronized (LOCKS[Math.floorMod(name.hashCode(), LOCKS.length)]) {
      Optional<FileState> old = folder.stat(name);
      StoreFolder.check(condition, old);
      Path target = folder.path(name);
      Path kept = finished.resolveSibling(finished.getFileName() + ".old");
      boolean canGoBack = forced && old.isPresent() && link(target, kept);
      Files.move(finished, target, StandardCopyOption.ATOMIC_MOVE);
      try {
        if (forced) {
          disk.forceFolder(folder.path());
        }
      } catch (IOException e) {
        goBack(target, finished, canGoBack ? Optional.of(kept) : Optional.empty());
        throw e;
      }
      if (canGoBack) {
        Files.deleteIfExists(kept);
      }
      folder.notes().write(name, target, digests);
      var attributes = DigestNotes.attributes(target);
      var state =
          new FileState(attributes.size(), attributes.lastModifiedTime().toInstant(), digests);
      return new Published(new StoredUpload(name, state, old.isEmpty()), old);
    }
  }

  /** Deletes under the lock of the name, so that nobody replaces it in between. */
  FileState delete(UploadName name, UploadRequest.Condition condition)
      throws IOException, UploadException {
    synchronized (LOCKS[Math.floorMod(name.hashCode(), LOCKS.length)]) {
      return folder.delete(name, condition);
    }
  }

  /** A file system without hard links cannot go back; then the new file stays. */
  private static boolean link(Path target, Path kept) throws IOException {
    // One may be left of a process that died at this.
    Files.deleteIfExists(kept);
    try {
      Files.createLink(kept, target);
      return true;
    } catch (UnsupportedOperationException e) {
      return false;
    }
  }

  private static void goBack(Path target, Path finished, Optional<Path> kept) {
    try {
      if (kept.isPresent()) {
        Files.createLink(finished, target);
        Files.move(kept.get(), target, StandardCopyOption.ATOMIC_MOVE);
      } else {
        Files.move(target, finished, StandardCopyOption.ATOMIC_MOVE);
      }
    } catch (IOException | UnsupportedOperationException e) {
      LOG.error("an upload that failed has its name all the same: {}", e.toString());
    }
  }
}
