package dev.samara.http.upload;

import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * Named files in one folder. Every method may be called from any thread and none blocks, but for
 * {@link #open}; the disk is touched on a few writer threads of the store's own. Futures complete
 * on those threads and fail with {@link UploadException} only.
 *
 * <p>Several stores, of one process or of many, may share a folder. What a finished upload promises
 * is said at {@link UploadOptions#forced}.
 */
public final class UploadStore {
  private final UploadOptions options;
  private final StoreFolder folder;
  private final IncomingFolder incoming;
  private final WriterDesk desk;
  private final FolderUse use;
  private final UploadFile.Place place;
  private final PartialStore partials;

  private UploadStore(
      UploadOptions options, UploadDisk disk, StoreFolder folder, IncomingFolder incoming)
      throws IOException {
    this.options = options;
    this.folder = folder;
    this.incoming = incoming;
    this.use = new FolderUse(options.quota());
    this.desk = new WriterDesk(options.limits());
    var publisher = new Publisher(folder, disk, options.forced());
    this.place = new UploadFile.Place(publisher, disk, options.forced());
    this.partials = new PartialStore(options, folder, desk, use, place);
    folder.count(use, use.changes());
  }

  /**
   * Opens the folder, makes it if need be, and removes what dead processes left of their uploads.
   * Blocks: call it on a worker.
   *
   * @param folder where the files are
   * @param options what the store takes and how it keeps it
   * @param disk how files are written, {@link UploadDisk#plain()} but for tests
   * @return the store; close it
   * @throws IOException when the folder cannot be made, read or locked
   */
  public static UploadStore open(Path folder, UploadOptions options, UploadDisk disk)
      throws IOException {
    StoreFolder opened = StoreFolder.open(folder);
    return new UploadStore(options, disk, opened, IncomingFolder.open(opened.path()));
  }

  /**
   * Begins an upload. It is accepted from here on, and will be stored, failed or aborted.
   *
   * @param request what comes
   * @param onDrain runs on a writer thread when more is welcome after {@link Upload#offer} said no
   * @return the upload, open for bytes; fails with TOO_LARGE or TOO_MANY (then it was not
   *     accepted), NOT_A_FILE, CONDITION_FAILED, QUOTA, NO_SPACE, DISK_ERROR or, on a closed store,
   *     ABORTED
   */
  public Future<Upload> begin(UploadRequest request, Runnable onDrain) {
    long maxBytes = options.limits().maxBytes();
    if (request.expectedBytes() > maxBytes) {
      return Future.failedFuture(
          new UploadException(UploadFailure.TOO_LARGE, Upload.tooLarge(maxBytes)));
    }
    return desk.accept(() -> desk.run(() -> create(request, onDrain)));
  }

  private Upload create(UploadRequest request, Runnable onDrain)
      throws IOException, UploadException {
    StoreFolder.check(request.condition(), folder.stat(request.name()));
    var room = use.reserve(Math.max(request.expectedBytes(), 0), folder::freeBytes);
    var file = UploadFile.create(request, incoming.next(), place, room);
    return desk.begin(file, options.limits().maxBytes(), onDrain);
  }

  /**
   * Looks at a file.
   *
   * @param name which
   * @return what it is like, or nothing; fails with NOT_A_FILE or DISK_ERROR
   */
  public Future<Optional<FileState>> stat(UploadName name) {
    return desk.run(() -> folder.stat(name));
  }

  /**
   * Opens a file for reading.
   *
   * @param name which
   * @return the open file, to be closed by the caller; fails with NOT_FOUND, NOT_A_FILE or
   *     DISK_ERROR
   */
  public Future<StoredFile> read(UploadName name) {
    return desk.run(() -> folder.open(name));
  }

  /**
   * Deletes a file.
   *
   * @param name which
   * @param condition what it must be like
   * @return done; fails with NOT_FOUND, CONDITION_FAILED, NOT_A_FILE or DISK_ERROR
   */
  public Future<Void> delete(UploadName name, UploadRequest.Condition condition) {
    return desk.run(() -> {
      use.removed(place.publisher().delete(name, condition).sizeBytes(), false);
      return null;
    });
  }

  /**
   * The uploads that come in parts.
   *
   * @return the same for the life of the store
   */
  public PartialStore partials() {
    return partials;
  }

  /**
   * What the store takes.
   *
   * @return the options it was opened with
   */
  public UploadOptions options() {
    return options;
  }

  /**
   * Where the uploads went so far.
   *
   * @return one consistent picture
   */
  public UploadBalance balance() {
    return desk.ledger().balance();
  }

  /**
   * How full the folder is.
   *
   * @return the counts; what other processes did is in them after the next sweep
   */
  public StoreUse use() {
    return use.use();
  }

  /**
   * Removes what is left over: temporary files of processes that died, partial uploads that
   * expired, notes of files that are gone; and counts what there is.
   *
   * @param now what time it is
   * @return done; fails with DISK_ERROR when something could not be looked at
   */
  public Future<Void> sweep(Instant now) {
    return desk.run(() -> {
      long changes = use.changes();
      incoming.sweep();
      partials.sweep(now);
      folder.notes().sweep(folder.path(), now);
      folder.count(use, changes);
      return null;
    });
  }

  /**
   * Aborts what is still being received, waits for the rest, and removes the temporary folder. A
   * second call does nothing more.
   *
   * @return done when no file and no thread of the store is left open
   */
  public Future<Void> close() {
    return desk.close(() -> {
      incoming.close();
      return null;
    });
  }
}
