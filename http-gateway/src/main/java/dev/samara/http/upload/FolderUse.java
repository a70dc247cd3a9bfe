package dev.samara.http.upload;

import java.io.IOException;
import java.util.Optional;

/**
 * The counts behind the quota: what is there, and what uploads under way will need. Any thread.
 * Processes that share a folder see each other's files at the next {@link #recount}.
 */
final class FolderUse {
  private final UploadQuota quota;

  // Guarded by this.
  private long bytes;
  private long files;
  private long partials;
  private long reservedBytes;
  private long reservedFiles;

  /** Announced and not written yet: room that the file system must still have. */
  private long unwrittenBytes;

  private long changes;

  FolderUse(UploadQuota quota) {
    this.quota = quota;
  }

  /** How much the file system has left; asked under the lock, so that two do not get the same. */
  interface FreeBytes {
    long get() throws IOException;
  }

  /**
   * Takes room for one more file.
   *
   * @throws UploadException QUOTA when the folder may not hold it, NO_SPACE when the disk cannot
   */
  synchronized Reservation reserve(long announcedBytes, FreeBytes free)
      throws IOException, UploadException {
    if (files + reservedFiles >= quota.maxFiles()) {
      throw new UploadException(
          UploadFailure.QUOTA, "the folder holds " + quota.maxFiles() + " files at most");
    }
    checkBytes(announcedBytes);
    if (announcedBytes > 0 && free.get() - unwrittenBytes < announcedBytes) {
      throw new UploadException(UploadFailure.NO_SPACE, "the disk has no room for so many bytes");
    }
    reservedFiles++;
    reservedBytes += announcedBytes;
    unwrittenBytes += announcedBytes;
    return new Reservation(announcedBytes);
  }

  /** Caller holds the lock. Written so that nothing overflows. */
  private void checkBytes(long more) throws UploadException {
    if (more > quota.maxBytes() - bytes - reservedBytes) {
      throw new UploadException(
          UploadFailure.QUOTA, "the folder holds " + quota.maxBytes() + " bytes at most");
    }
  }

  /** A partial upload whose length was not known gets longer, or shorter again. */
  synchronized void grow(long moreBytes) throws UploadException {
    if (moreBytes > 0) {
      checkBytes(moreBytes);
    }
    changes++;
    bytes += moreBytes;
  }

  /** A partial upload became a file. */
  synchronized void completed(long heldBytes, long fileBytes, Optional<FileState> replaced) {
    changes++;
    bytes += fileBytes - heldBytes - replaced.map(FileState::sizeBytes).orElse(0L);
    files -= replaced.isPresent() ? 1 : 0;
    partials--;
  }

  synchronized void removed(long fileBytes, boolean partial) {
    changes++;
    bytes -= fileBytes;
    files--;
    partials -= partial ? 1 : 0;
  }

  /** To be handed to {@link #recount} with what was counted since. */
  synchronized long changes() {
    return changes;
  }

  /** Corrects the counts by a look at the folder, unless something changed during the look. */
  synchronized void recount(long countedBytes, long countedFiles, long countedPartials, long at) {
    if (at == changes) {
      bytes = countedBytes;
      files = countedFiles;
      partials = countedPartials;
    }
  }

  synchronized StoreUse use() {
    return new StoreUse(bytes, files, reservedBytes, partials);
  }

  /** Room for one upload under way. One thread at a time; ends with keep or release. */
  final class Reservation {
    private long heldBytes;
    private long unwritten;
    private boolean ended;

    private Reservation(long heldBytes) {
      this.heldBytes = heldBytes;
      this.unwritten = heldBytes;
    }

    /** Before bytes are written: what goes beyond the announced length needs room of its own. */
    void write(long writtenBytes) throws UploadException {
      synchronized (FolderUse.this) {
        long announced = Math.min(unwritten, writtenBytes);
        checkBytes(writtenBytes - announced);
        unwritten -= announced;
        unwrittenBytes -= announced;
        heldBytes += writtenBytes - announced;
        reservedBytes += writtenBytes - announced;
      }
    }

    /** The file is there, in the place of another one or not. */
    void keep(long fileBytes, Optional<FileState> replaced) {
      synchronized (FolderUse.this) {
        release();
        changes++;
        bytes += fileBytes - replaced.map(FileState::sizeBytes).orElse(0L);
        files += replaced.isPresent() ? 0 : 1;
      }
    }

    /** The room goes over to a partial upload, which has no name yet. */
    void park(long heldFor) {
      synchronized (FolderUse.this) {
        release();
        changes++;
        bytes += heldFor;
        files++;
        partials++;
      }
    }

    void release() {
      synchronized (FolderUse.this) {
        if (!ended) {
          ended = true;
          reservedFiles--;
          reservedBytes -= heldBytes;
          unwrittenBytes -= unwritten;
        }
      }
    }
  }
}
