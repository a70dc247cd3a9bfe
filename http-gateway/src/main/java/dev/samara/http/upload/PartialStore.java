package dev.samara.http.upload;

import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Uploads that come in parts: {@code .partial/ID/} in the folder of the store. They survive the
 * process, and any store on the same folder can go on with them. At every moment one request at
 * most has an upload: a later one makes the one before park, when that is in the same process, and
 * waits; a dead process holds nothing.
 *
 * <p>Every method may be called from any thread and none blocks. Futures complete on writer threads
 * and fail with {@link UploadException} only: besides what is said at each, with TOO_MANY,
 * NO_SPACE, DISK_ERROR, and on a closed store ABORTED.
 */
public final class PartialStore {
  private static final Duration COMPLETE_EXPIRY = Duration.ofMinutes(10);

  private final SecureRandom random = new SecureRandom();
  private final DigestMemory memory = new DigestMemory();
  private final UploadOptions options;
  private final StoreFolder folder;
  private final WriterDesk desk;
  private final FolderUse use;
  private final UploadFile.Place place;
  private final PartialPlaces places;

  PartialStore(
      UploadOptions options,
      StoreFolder folder,
      WriterDesk desk,
      FolderUse use,
      UploadFile.Place place) {
    this.options = options;
    this.folder = folder;
    this.desk = desk;
    this.use = use;
    this.place = place;
    this.places = new PartialPlaces(folder.partials(), place, desk, options.lockWait());
  }

  private interface LockedWork<T> {
    T run(PartialFiles files) throws IOException, UploadException;
  }

  /**
   * Begins an upload that has no bytes yet.
   *
   * @param request what it will be
   * @return its state; fails with TOO_LARGE, NOT_A_FILE or QUOTA
   */
  public Future<PartialState> create(PartialRequest request) {
    return desk.run(() -> create(request, request.component() ? "partial" : ""));
  }

  private PartialState create(PartialRequest request, String composition)
      throws IOException, UploadException {
    checkLength(request.length().orElse(0));
    if (request.name().isPresent()) {
      folder.stat(request.name().get());
    }
    byte[] id = new byte[16];
    random.nextBytes(id);
    String text = Base64.getUrlEncoder().withoutPadding().encodeToString(id);
    var info = PartialInfo.of(text, request, composition, Instant.now());
    long held = request.length().orElse(0);
    var room = use.reserve(held, folder::freeBytes);
    try {
      var files = PartialFiles.create(places.path(text), info, place.disk(), place.forced());
      room.park(held);
      return state(files, info);
    } finally {
      room.release();
    }
  }

  /**
   * Takes one more part.
   *
   * @param request which
   * @param onDrain runs on a writer thread when more is welcome after {@link Upload#offer} said no
   * @return the upload, open for bytes, which ends stored or parked; fails with NOT_FOUND, LOCKED,
   *     WRONG_OFFSET, WRONG_LENGTH, TOO_LARGE, QUOTA or COMPLETED
   */
  public Future<Upload> append(AppendRequest request, Runnable onDrain) {
    return desk.accept(() ->
        places.lock(request.id()).compose(lock -> desk.run(() -> begin(request, lock, onDrain))));
  }

  private Upload begin(AppendRequest request, FileLocks lock, Runnable onDrain)
      throws IOException, UploadException {
    boolean begun = false;
    try {
      PartialSink sink = open(request, lock);
      long most = sink.length().orElse(maxBytes());
      Upload upload = desk.begin(sink, most - request.offsetBytes(), onDrain);
      lock.onWanted(() -> upload.abort("a later request took the upload over"));
      begun = true;
      return upload;
    } finally {
      if (!begun) {
        lock.release();
      }
    }
  }

  /** Checks the request against what is there, notes what it tells, and opens the file. */
  private PartialSink open(AppendRequest request, FileLocks lock)
      throws IOException, UploadException {
    PartialFiles files = places.files(request.id());
    PartialInfo info = files.read();
    long offset = files.offset(info);
    if (info.stored().isPresent()) {
      throw new UploadException(UploadFailure.COMPLETED, "the upload is complete");
    }
    if (offset != request.offsetBytes()) {
      throw UploadException.wrongOffset(offset);
    }
    OptionalLong length = checkedLength(request, info);
    OptionalLong trusted =
        request.digests().isEmpty() ? OptionalLong.empty() : OptionalLong.of(offset);
    PartialInfo next = info.with(length, trusted);
    if (!next.equals(info)) {
      use.grow(PartialFiles.heldBytes(next, offset) - PartialFiles.heldBytes(info, offset));
      files.write(next);
    }
    var session = new PartialSession(lock, use, place.publisher(), memory);
    return new PartialSink(files, next, request, session);
  }

  /** The length of the whole: noted before, told now, or following from the last part. */
  private OptionalLong checkedLength(AppendRequest request, PartialInfo info)
      throws UploadException {
    OptionalLong known = info.length().isPresent() ? info.length() : request.length();
    boolean ends = request.completion() == AppendRequest.Completion.WITH_REQUEST;
    if (request.expectedBytes() >= 0) {
      long end = request.offsetBytes() + request.expectedBytes();
      known = known.isEmpty() && ends ? OptionalLong.of(end) : known;
      if (end > known.orElse(Long.MAX_VALUE) || (ends && end != known.getAsLong())) {
        throw wrongLength();
      }
    }
    if (request.length().isPresent() && !request.length().equals(known)) {
      throw wrongLength();
    }
    checkLength(known.orElse(0));
    return known;
  }

  /**
   * Looks at an upload. A request that writes it in this process is made to park first, so that the
   * offset is one to go on from.
   *
   * @param id which
   * @return its state; fails with NOT_FOUND or LOCKED
   */
  public Future<PartialState> state(String id) {
    return places
        .lock(id)
        .compose(lock ->
            desk.run(() -> {
              try {
                PartialFiles files = places.files(id);
                PartialInfo info = files.read();
                return state(
                    files, isLeftComplete(files, info) ? complete(files, info, lock) : info);
              } finally {
                lock.release();
              }
            }));
  }

  /** All its bytes are there, but whoever wrote them died before they became a file. */
  private static boolean isLeftComplete(PartialFiles files, PartialInfo info) throws IOException {
    return info.completesAtLength()
        && info.stored().isEmpty()
        && !info.isComponent()
        && info.length().isPresent()
        && info.length().getAsLong() == files.offset(info);
  }

  private PartialInfo complete(PartialFiles files, PartialInfo info, FileLocks lock)
      throws IOException, UploadException {
    var request =
        new AppendRequest(
            files.id(),
            files.offset(info),
            0,
            OptionalLong.empty(),
            AppendRequest.Completion.AT_LENGTH,
            List.of());
    end(open(request, lock), List.of());
    return files.read();
  }

  /**
   * Removes an upload with all its bytes; a file that came of it stays.
   *
   * @param id which
   * @return done; fails with NOT_FOUND or LOCKED
   */
  public Future<Void> terminate(String id) {
    return locked(
        id,
        files -> {
          PartialInfo info = files.read();
          remove(files, held(files, info));
          return null;
        });
  }

  /**
   * Makes one file of components that are complete, in their order. They stay, for their clients to
   * remove, or to expire.
   *
   * @param components their identities, 1 or more
   * @param request what the whole will be; it has no length of its own
   * @param composition what the client is to be told of it again
   * @return the state of the whole, complete; fails with NOT_FOUND, LOCKED, WRONG_LENGTH when a
   *     component is not one or not complete, TOO_LARGE or QUOTA
   */
  public Future<PartialState> concatenate(
      List<String> components, PartialRequest request, String composition) {
    return desk.accept(() ->
        desk.run(() -> {
          var state = new Concatenation(this, places, components).run(request, composition);
          desk.ledger().stored();
          return state;
        }));
  }

  /** For a final upload: its notes, and a sink for its bytes. Ends what it begins. */
  PartialState compose(PartialRequest request, String composition, List<Path> parts)
      throws IOException, UploadException {
    PartialState made = create(request, composition);
    var append =
        new AppendRequest(
            made.id(),
            0,
            request.length().orElse(0),
            OptionalLong.empty(),
            AppendRequest.Completion.AT_LENGTH,
            List.of());
    PartialFiles files = places.files(made.id());
    FileLocks lock = places.lockNow(files);
    try {
      end(open(append, lock), parts);
      return state(files, files.read());
    } catch (IOException | UploadException e) {
      lock.release();
      remove(files, OptionalLong.of(request.length().orElse(0)));
      throw e;
    }
  }

  private static void end(PartialSink sink, List<Path> parts) throws IOException, UploadException {
    try {
      boolean ready;
      do {
        ready = sink.prepare();
      } while (!ready);
      for (Path part : parts) {
        Concatenation.copy(part, sink);
      }
      sink.finish();
    } catch (IOException | UploadException e) {
      sink.discard(UploadException.of(e).kind());
      throw e;
    }
  }

  /** Blocking. Removes what nobody went on with. */
  void sweep(Instant now) throws IOException {
    try (DirectoryStream<Path> all = Files.newDirectoryStream(places.folder())) {
      for (Path path : all) {
        Optional<FileLocks> lock = FileLocks.tryLock(path.resolve("lock"));
        if (lock.isPresent()) {
          try {
            sweep(new PartialFiles(path, place.disk(), place.forced()), now);
          } finally {
            lock.get().release();
          }
        }
      }
    }
  }

  private void sweep(PartialFiles files, Instant now) throws IOException {
    OptionalLong held = OptionalLong.empty();
    Instant expires;
    try {
      PartialInfo info = files.read();
      held = held(files, info);
      expires = expires(files, info);
    } catch (IOException | UploadException broken) {
      // Made by a process that died at it.
      expires = Files.getLastModifiedTime(files.folder()).toInstant().plus(options.partialExpiry());
    }
    if (expires.isBefore(now)) {
      remove(files, held);
    }
  }

  /** Of one that is complete only notes are left, which count for nothing. */
  private static OptionalLong held(PartialFiles files, PartialInfo info) throws IOException {
    return info.stored().isPresent()
        ? OptionalLong.empty()
        : OptionalLong.of(PartialFiles.heldBytes(info, files.offset(info)));
  }

  /** The notes of one that is complete are for a client that did not get its last answer. */
  private Instant expires(PartialFiles files, PartialInfo info) throws IOException {
    Duration expiry = options.partialExpiry();
    boolean brief = info.stored().isPresent() && expiry.compareTo(COMPLETE_EXPIRY) > 0;
    return files.touched(info).plus(brief ? COMPLETE_EXPIRY : expiry);
  }

  private void remove(PartialFiles files, OptionalLong held) throws IOException {
    memory.forget(files.id());
    if (files.delete() && held.isPresent()) {
      use.removed(held.getAsLong(), true);
    }
  }

  private PartialState state(PartialFiles files, PartialInfo info) throws IOException {
    return new PartialState(
        files.id(),
        info.name(),
        files.offset(info),
        info.length(),
        info.metadata(),
        info.composition(),
        expires(files, info),
        info.wanted(),
        info.stored());
  }

  private <T> Future<T> locked(String id, LockedWork<T> work) {
    return places
        .lock(id)
        .compose(lock ->
            desk.run(() -> {
              try {
                return work.run(places.files(id));
              } finally {
                lock.release();
              }
            }));
  }

  private long maxBytes() {
    return options.limits().maxBytes();
  }

  private void checkLength(long bytes) throws UploadException {
    if (bytes > maxBytes()) {
      throw new UploadException(UploadFailure.TOO_LARGE, Upload.tooLarge(maxBytes()));
    }
  }

  private static UploadException wrongLength() {
    return new UploadException(
        UploadFailure.WRONG_LENGTH, "the lengths given for this upload contradict each other");
  }
}
