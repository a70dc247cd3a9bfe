package dev.samara.http.upload;

import java.io.IOException;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What one request on a partial upload has of its store: the lock, and what is remembered. */
final class PartialSession {
  private static final Logger LOG = LoggerFactory.getLogger(PartialSession.class);

  private final FileLocks lock;
  private final FolderUse use;
  private final Publisher publisher;
  private final DigestMemory memory;

  PartialSession(FileLocks lock, FolderUse use, Publisher publisher, DigestMemory memory) {
    this.lock = lock;
    this.use = use;
    this.publisher = publisher;
    this.memory = memory;
  }

  FolderUse use() {
    return use;
  }

  Publisher publisher() {
    return publisher;
  }

  RunningDigests resume(String id, Set<DigestAlgorithm> algorithms, long offsetBytes) {
    return memory.take(id, algorithms, offsetBytes);
  }

  void remember(String id, RunningDigests digests) {
    memory.put(id, digests);
  }

  /** A lock that cannot be closed is free all the same as far as this process goes. */
  void release() {
    try {
      lock.release();
    } catch (IOException e) {
      LOG.warn("the lock of a partial upload: {}", e.toString());
    }
  }
}
