package dev.samara.codec.file;

import dev.samara.codec.stream.CodecException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.buffer.BufferInternal;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.UUID;

/**
 * A file that arrives: gathered under a hidden name, then checked and given its own. The decoder
 * calls its methods; what they do to the disk runs in tasks of the worker, one at a time, in order.
 *
 * <pre>
 *   start ── created ──▶ OPEN ── size and digest right, moved ──▶ ENDED (stored)
 *                        │  ▲                                      ▲
 *                        └──┘ written      a failure, abort ───────┘ (deleted)
 * </pre>
 */
final class IncomingFile {

  /** More files of one name than this are a mistake. */
  private static final int LARGEST_NUMBER = 9_999;

  /** Something to do to the disk. */
  private interface Work {
    void run() throws IOException;
  }

  private final FileOptions options;
  private final String name;
  private final SerialTasks tasks;
  private final Disk disk;
  private final Path temporary;

  // Of the worker's tasks.
  private final MessageDigest digest = Sha256.digest();
  private Disk.Body body;
  private boolean ended;

  /** Set by the decoder, so that the tasks before the last one do nothing any more. */
  private volatile boolean aborted;

  // Guarded by this.
  private long unwritten;
  private Optional<CodecException> failure = Optional.empty();
  private Optional<Promise<Void>> room = Optional.empty();

  /** Begins to create the file. */
  IncomingFile(FileOptions options, String name, SerialTasks tasks, Disk disk) {
    this.options = options;
    this.name = name;
    this.tasks = tasks;
    this.disk = disk;
    this.temporary = FileNames.within(options.folder(), ".incoming-" + UUID.randomUUID() + ".part");
    var target = FileNames.within(options.folder(), name);
    run(() -> create(target));
  }

  /** Takes the next bytes, which belong to the file from now on. */
  void write(Buffer bytes) {
    synchronized (this) {
      unwritten += bytes.length();
    }
    run(() -> append(bytes));
  }

  /** What to wait for before more is written; empty if nothing. */
  synchronized Optional<Future<Void>> room() {
    if (failure.isPresent()) {
      return Optional.of(Future.failedFuture(failure.get()));
    }
    if (room.isEmpty() && unwritten > options.maxUnwrittenBytes()) {
      room = Optional.of(Promise.promise());
    }
    return room.map(Promise::future);
  }

  /** Ends the content: checks it and moves the file; the path is where it is then. */
  Future<Path> store(byte[] expectedDigest) {
    var stored = Promise.<Path>promise();
    tasks.run(() -> {
      work(() -> stored.complete(checkAndMove(expectedDigest)));
      synchronized (this) {
        failure.ifPresent(stored::tryFail);
      }
      stored.tryFail(CodecException.invalid("file %s: given up".formatted(name)));
    });
    return stored.future();
  }

  /** Gives up and deletes what there is. */
  void abort() {
    aborted = true;
    try {
      tasks.run(this::delete);
    } catch (CodecException stopped) {
      // Nothing else runs either.
      delete();
    }
  }

  private void run(Work work) {
    tasks.run(() -> work(work));
  }

  private void work(Work work) {
    if (ended || aborted) {
      return;
    }
    try {
      work.run();
    } catch (IOException problem) {
      fail(Failures.of(name, "cannot be stored", problem));
    } catch (RuntimeException problem) {
      fail(CodecException.of(problem));
    }
  }

  private void create(Path target) throws IOException {
    if (options.onNameTaken() == NamePolicy.REFUSE
        && Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
      throw taken();
    }
    body = disk.create(temporary);
  }

  private void append(Buffer bytes) throws IOException {
    var content = ((BufferInternal) bytes).unwrap().nioBuffer();
    digest.update(content.duplicate());
    body.write(content);
    Optional<Promise<Void>> freed = Optional.empty();
    synchronized (this) {
      unwritten -= bytes.length();
      if (unwritten <= options.maxUnwrittenBytes() / 2) {
        freed = room;
        room = Optional.empty();
      }
    }
    freed.ifPresent(Promise::complete);
  }

  private Path checkAndMove(byte[] expectedDigest) throws IOException {
    if (!MessageDigest.isEqual(digest.digest(), expectedDigest)) {
      throw CodecException.invalid(
          "file %s: the content does not have the digest that was sent with it".formatted(name));
    }
    if (options.fsync()) {
      body.force();
    }
    body.close();
    var path = move();
    ended = true;
    if (options.fsync()) {
      disk.forceFolder(options.folder());
    }
    return path;
  }

  private Path move() throws IOException {
    return switch (options.onNameTaken()) {
      case REPLACE ->
          Files.move(
              temporary,
              FileNames.within(options.folder(), name),
              StandardCopyOption.ATOMIC_MOVE,
              StandardCopyOption.REPLACE_EXISTING);
      case REFUSE -> link(name).orElseThrow(this::taken);
      case NUMBER -> {
        var free = link(name);
        for (var number = 1; free.isEmpty() && number <= LARGEST_NUMBER; number++) {
          free = link(FileNames.numbered(name, number));
        }
        yield free.orElseThrow(this::taken);
      }
    };
  }

  /** Unlike a move, a link never takes the place of a file that has come meanwhile. */
  private Optional<Path> link(String candidate) throws IOException {
    var target = FileNames.within(options.folder(), candidate);
    try {
      Files.createLink(target, temporary);
    } catch (FileAlreadyExistsException taken) {
      return Optional.empty();
    } catch (UnsupportedOperationException noLinks) {
      throw new IOException("the file system has no hard links", noLinks);
    }
    Files.delete(temporary);
    return Optional.of(target);
  }

  private CodecException taken() {
    return CodecException.invalid("file %s: the name is taken".formatted(name));
  }

  private void fail(CodecException problem) {
    delete();
    Optional<Promise<Void>> waiting;
    synchronized (this) {
      failure = Optional.of(problem);
      waiting = room;
      room = Optional.empty();
    }
    waiting.ifPresent(promise -> promise.fail(problem));
  }

  private void delete() {
    if (ended) {
      return;
    }
    ended = true;
    try {
      if (body != null) {
        body.close();
      }
    } catch (IOException nothingIsLost) {
      // It is deleted.
    } finally {
      deleteTemporary();
    }
  }

  private void deleteTemporary() {
    try {
      Files.deleteIfExists(temporary);
    } catch (IOException stays) {
      // Nobody can do more; the failure that led here is told.
    }
  }
}
