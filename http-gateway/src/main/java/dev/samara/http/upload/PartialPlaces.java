package dev.samara.http.upload;

import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;

/** Where the partial uploads lie, and who may touch them. Any thread. */
final class PartialPlaces {
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{22}");
  private static final Duration POLL = Duration.ofMillis(20);

  private final Path folder;
  private final UploadFile.Place place;
  private final WriterDesk desk;
  private final Duration lockWait;

  PartialPlaces(Path folder, UploadFile.Place place, WriterDesk desk, Duration lockWait) {
    this.folder = folder;
    this.place = place;
    this.desk = desk;
    this.lockWait = lockWait;
  }

  Path folder() {
    return folder;
  }

  Path path(String id) {
    return folder.resolve(id);
  }

  PartialFiles files(String id) throws UploadException {
    if (!ID.matcher(id).matches()) {
      throw PartialFiles.notFound();
    }
    return new PartialFiles(path(id), place.disk(), place.forced());
  }

  /** Waits for a while, and asks whoever has it in this process to let go. */
  Future<FileLocks> lock(String id) {
    return lock(id, System.nanoTime() + lockWait.toNanos());
  }

  private Future<FileLocks> lock(String id, long deadlineNanos) {
    return desk.run(() -> tryLock(id))
        .compose(lock -> {
          if (lock.isPresent()) {
            return Future.succeededFuture(lock.get());
          }
          if (System.nanoTime() - deadlineNanos > 0) {
            return Future.failedFuture(locked());
          }
          return desk.later(POLL).compose(go -> lock(id, deadlineNanos));
        });
  }

  /** Blocks a writer thread, so it is for locks that nobody should have for long. */
  FileLocks lockNow(PartialFiles files) throws IOException, UploadException {
    long deadline = System.nanoTime() + lockWait.toNanos();
    while (true) {
      Optional<FileLocks> lock = FileLocks.tryLock(files.lock());
      if (lock.isPresent()) {
        return lock.get();
      }
      if (System.nanoTime() - deadline > 0) {
        throw locked();
      }
      LockSupport.parkNanos(POLL.toNanos());
    }
  }

  private Optional<FileLocks> tryLock(String id) throws IOException, UploadException {
    PartialFiles files = files(id);
    if (!Files.isDirectory(files.folder(), LinkOption.NOFOLLOW_LINKS)) {
      throw PartialFiles.notFound();
    }
    Optional<FileLocks> lock = FileLocks.tryLock(files.lock());
    if (lock.isEmpty()) {
      FileLocks.want(files.lock());
    }
    return lock;
  }

  private static UploadException locked() {
    return new UploadException(UploadFailure.LOCKED, "another request is writing this upload");
  }
}
