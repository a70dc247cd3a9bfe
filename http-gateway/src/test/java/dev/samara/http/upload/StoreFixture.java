package dev.samara.http.upload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A store in a folder, and short words for what tests do with it. */
final class StoreFixture implements AutoCloseable {
  static final UploadOptions OPTIONS =
      UploadOptions.defaults()
          .withLimits(new UploadLimits(50_000_000, 8, 1 << 20, 16 << 20, 2))
          .withTimes(Duration.ofHours(1), Duration.ofHours(1), Duration.ofSeconds(20));

  final Path folder;
  final UploadStore store;

  StoreFixture(Path folder) throws IOException {
    this(folder, OPTIONS, UploadDisk.plain());
  }

  StoreFixture(Path folder, UploadOptions options, UploadDisk disk) throws IOException {
    this.folder = folder;
    this.store = UploadStore.open(folder, options, disk);
  }

  static <T> T get(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
  }

  static UploadFailure failure(Future<?> future) {
    var e = assertThrows(ExecutionException.class, () -> get(future));
    return ((UploadException) e.getCause()).kind();
  }

  Upload begin(String name, long expectedBytes) throws Exception {
    return get(store.begin(UploadRequest.of(new UploadName(name), expectedBytes), () -> {}));
  }

  Future<UploadResult> put(String name, String text) throws Exception {
    Upload upload = begin(name, text.length());
    upload.offer(ByteBuffer.wrap(text.getBytes()));
    upload.finish();
    return upload.result();
  }

  PartialState create(String name, long length) throws Exception {
    return get(
        store
            .partials()
            .create(
                new PartialRequest(
                    Optional.of(new UploadName(name)),
                    length < 0 ? OptionalLong.empty() : OptionalLong.of(length),
                    true,
                    false,
                    "",
                    List.of(),
                    Set.of())));
  }

  Future<Upload> append(String id, long offset, ExpectedDigest... digests) {
    return store
        .partials()
        .append(
            new AppendRequest(
                id,
                offset,
                -1,
                OptionalLong.empty(),
                AppendRequest.Completion.AT_LENGTH,
                List.of(digests)),
            () -> {});
  }

  Future<UploadResult> append(String id, long offset, String text) throws Exception {
    Upload upload = get(append(id, offset));
    upload.offer(ByteBuffer.wrap(text.getBytes()));
    upload.finish();
    return upload.result();
  }

  PartialState state(String id) throws Exception {
    return get(store.partials().state(id));
  }

  Path data(String id) {
    return folder.resolve(".partial").resolve(id).resolve("data");
  }

  String text(String name) throws IOException {
    return Files.readString(folder.resolve(name));
  }

  /** What is in the folder besides files that are visible, notes and locks. */
  List<String> leftOver() {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile)
          .map(file -> folder.relativize(file).toString())
          .filter(file -> file.startsWith(".incoming") || file.startsWith(".partial"))
          .filter(file -> !file.endsWith("lock"))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      get(store.close());
    } catch (Exception e) {
      throw new AssertionError("the store does not close", e);
    }
    assertTrue(store.balance().addsUp(), store.balance().toString());
    assertEquals(0, store.balance().inFlight());
    assertEquals(0, store.use().reservedBytes());
  }
}
