package dev.samara.http.upload;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Locks on files, between the stores of this process and between processes; the kernel frees those
 * of a process that dies. A process that closes any channel on a file gives up its lock on it, so
 * every lock file is opened here and only while nobody in this process holds it. Any thread; may
 * block for the time of a system call.
 */
final class FileLocks {
  private static final Map<Path, FileLocks> HELD = new ConcurrentHashMap<>();

  private final Path file;
  private volatile Runnable onWanted = () -> {};
  private volatile boolean wanted;
  private volatile Optional<FileChannel> channel = Optional.empty();

  private FileLocks(Path file) {
    this.file = file;
  }

  /**
   * Takes a lock, or not, at once. The folder of the file must exist.
   *
   * @param file an absolute path, the same for all who mean the same file
   */
  static Optional<FileLocks> tryLock(Path file) throws IOException {
    var lock = new FileLocks(file);
    if (HELD.putIfAbsent(file, lock) != null) {
      return Optional.empty();
    }
    boolean locked = false;
    try {
      FileChannel opened =
          FileChannel.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
      lock.channel = Optional.of(opened);
      locked = opened.tryLock() != null;
    } finally {
      if (!locked) {
        lock.release();
      }
    }
    return locked ? Optional.of(lock) : Optional.empty();
  }

  /** Asks whoever holds the lock in this process to let go soon. */
  static void want(Path file) {
    FileLocks holder = HELD.get(file);
    if (holder != null) {
      holder.wanted = true;
      holder.onWanted.run();
    }
  }

  /** What to run when somebody else wants the lock; at once when somebody did already. */
  void onWanted(Runnable action) {
    onWanted = action;
    if (wanted) {
      action.run();
    }
  }

  /** A second release does nothing. */
  void release() throws IOException {
    try {
      if (channel.isPresent()) {
        channel.get().close();
      }
    } finally {
      HELD.remove(file, this);
    }
  }
}
