package dev.samara.http.upload;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;

/**
 * Named files in one folder. Every method may be called from any thread and none blocks, but for
 * {@link #open}; the disk is touched on a few writer threads of the store's own. Futures complete
 * on those threads and fail with {@link UploadException} only.
 *
 * <p>A finished upload is in the file system's cache, not forced to the platter: after a power cut
 * a file may be lost, though never be half of one and half of another.
 */
public final class UploadStore {
  private final Path folder;
  private final UploadLimits limits;
  private final UploadDisk disk;
  private final IncomingFolder incoming;
  private final ExecutorService writers;
  private final UploadLedger ledger = new UploadLedger();
  private final Set<Upload> underWay = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  private UploadStore(Path folder, UploadLimits limits, UploadDisk disk, IncomingFolder incoming) {
    this.folder = folder;
    this.limits = limits;
    this.disk = disk;
    this.incoming = incoming;
    this.writers =
        Executors.newFixedThreadPool(
            limits.writers(), Thread.ofPlatform().daemon().name("samara-upload-", 0).factory());
  }

  /**
   * Opens the folder, makes it if need be, and removes what dead processes left of their uploads.
   * Blocks: call it on a worker.
   *
   * @param folder where the files are
   * @param limits what the store takes
   * @param disk how files are written, {@link UploadDisk#plain()} but for tests
   * @return the store; close it
   * @throws IOException when the folder cannot be made, read or locked
   */
  public static UploadStore open(Path folder, UploadLimits limits, UploadDisk disk)
      throws IOException {
    Path absolute = folder.toAbsolutePath();
    Files.createDirectories(absolute);
    return new UploadStore(absolute, limits, disk, IncomingFolder.open(absolute));
  }

  /**
   * Begins an upload. It is accepted from here on, and will be stored, failed or aborted.
   *
   * @param name what it will be called
   * @param expectedBytes its length when known before, else -1
   * @param onDrain runs on a writer thread when more is welcome after {@link Upload#offer} said no
   * @return the upload, open for bytes; fails with TOO_LARGE or TOO_MANY (then it was not
   *     accepted), NOT_A_FILE, NO_SPACE, DISK_ERROR or, on a closed store, ABORTED
   */
  public Future<Upload> begin(UploadName name, long expectedBytes, Runnable onDrain) {
    if (closed) {
      return failed(UploadFailure.ABORTED, "the store is closed");
    }
    if (expectedBytes > limits.maxBytes()) {
      return failed(UploadFailure.TOO_LARGE, Upload.tooLarge(limits.maxBytes()));
    }
    if (!ledger.tryAccept(limits.maxInFlight())) {
      return failed(UploadFailure.TOO_MANY, limits.maxInFlight() + " uploads are under way");
    }
    return onWriter(() -> create(name, onDrain))
        .onFailure(e -> ledger.ended(((UploadException) e).kind()));
  }

  /**
   * Opens a file for reading.
   *
   * @param name which
   * @return the open file, to be closed by the caller; fails with NOT_FOUND, NOT_A_FILE or
   *     DISK_ERROR
   */
  public Future<StoredFile> read(UploadName name) {
    return onWriter(() -> PlainFiles.open(path(name), name));
  }

  /**
   * Deletes a file.
   *
   * @param name which
   * @return done; fails with NOT_FOUND, NOT_A_FILE or DISK_ERROR
   */
  public Future<Void> delete(UploadName name) {
    return onWriter(() -> {
      PlainFiles.delete(path(name), name);
      return null;
    });
  }

  /**
   * Where the uploads went so far.
   *
   * @return one consistent picture
   */
  public UploadBalance balance() {
    return ledger.balance();
  }

  /**
   * Aborts what is still being received, waits for the rest, and removes the temporary folder. A
   * second call does nothing more.
   *
   * @return done when no file and no thread of the store is left open
   */
  public Future<Void> close() {
    closed = true;
    underWay.forEach(upload -> upload.abort("the store is closing"));
    return ledger.close().compose(idle -> removeFolder()).onComplete(end -> writers.shutdown());
  }

  private Future<Void> removeFolder() {
    return this.<Void>onWriter(
            () -> {
              incoming.close();
              return null;
            })
        .otherwiseEmpty();
  }

  private Upload create(UploadName name, Runnable onDrain) throws IOException, UploadException {
    PlainFiles.existsAsFile(path(name), name);
    UploadFile file = UploadFile.create(name, incoming.next(), path(name), disk);
    Upload upload = new Upload(file, limits, writers, ledger, onDrain);
    underWay.add(upload);
    upload.result().onComplete(end -> underWay.remove(upload));
    if (closed) {
      upload.abort("the store is closing");
    }
    return upload;
  }

  private Path path(UploadName name) {
    return folder.resolve(name.value());
  }

  private interface DiskWork<T> {
    T run() throws IOException, UploadException;
  }

  private <T> Future<T> onWriter(DiskWork<T> work) {
    Promise<T> promise = Promise.promise();
    try {
      writers.execute(() -> runInto(promise, work));
    } catch (RejectedExecutionException e) {
      return failed(UploadFailure.ABORTED, "the store is closed");
    }
    return promise.future();
  }

  private static <T> void runInto(Promise<T> promise, DiskWork<T> work) {
    T value;
    try {
      value = work.run();
    } catch (IOException | UploadException | RuntimeException e) {
      promise.fail(UploadFile.explain(e));
      return;
    }
    promise.complete(value);
  }

  private static <T> Future<T> failed(UploadFailure kind, String message) {
    return Future.failedFuture(new UploadException(kind, message));
  }
}
