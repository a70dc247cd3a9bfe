package dev.samara.http.upload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.samara.net.testkit.Await;
import io.vertx.core.Future;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.GatheringByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UploadStoreTest {
  private static final UploadLimits LIMITS = new UploadLimits(50_000_000, 4, 1 << 20, 16 << 20, 2);
  private static final UploadOptions OPTIONS = UploadOptions.defaults().withLimits(LIMITS);
  private static final UploadName NAME = new UploadName("x");

  @TempDir Path folder;

  @Test
  void randomPiecesAreStoredInOrderWithTheirDigest() throws Exception {
    long seed = System.nanoTime();
    var random = new Random(seed);
    UploadStore store = UploadStore.open(folder, OPTIONS, UploadDisk.plain());
    for (int round = 0; round < 20; round++) {
      var all = new ByteArrayOutputStream();
      var drained = new Semaphore(0);
      Upload upload = get(store.begin(UploadRequest.of(NAME, -1), drained::release));
      for (int i = random.nextInt(200); i > 0; i--) {
        byte[] piece = new byte[random.nextInt(100_000)];
        random.nextBytes(piece);
        all.writeBytes(piece);
        if (!upload.offer(ByteBuffer.wrap(piece))) {
          assertTrue(drained.tryAcquire(20, TimeUnit.SECONDS), "no drain, seed " + seed);
        }
        assertTrue(upload.queuedBytes() <= LIMITS.maxQueuedBytes() + 100_000, "seed " + seed);
      }
      upload.finish();
      StoredUpload stored = stored(upload);
      assertEquals(all.size(), stored.sizeBytes(), "seed " + seed);
      assertEquals(sha256(all.toByteArray()), stored.sha256(), "seed " + seed);
      assertEquals(round == 0, stored.created());
    }
    assertEquals(new UploadBalance(20, 20, 0, 0, 0, 0), store.balance());
    get(store.close());
  }

  @Test
  void aBlockedDiskHoldsNoMoreThanTheLimitAndTheSenderHearsOnce() throws Exception {
    var gate = new Semaphore(0);
    UploadStore store = UploadStore.open(folder, OPTIONS, file -> new Gated(file, gate));
    var drained = new Semaphore(0);
    Upload upload = get(store.begin(UploadRequest.of(NAME, -1), drained::release));
    int offered = 0;
    do {
      offered++;
    } while (upload.offer(ByteBuffer.allocate(10_000)));
    assertEquals(LIMITS.maxQueuedBytes() / 10_000 + 1, offered);
    assertEquals(offered * 10_000L, upload.queuedBytes());
    assertEquals(0, drained.availablePermits());
    gate.release(1000);
    assertTrue(drained.tryAcquire(20, TimeUnit.SECONDS));
    upload.finish();
    assertEquals(offered * 10_000L, stored(upload).sizeBytes());
    assertEquals(0, drained.availablePermits());
    assertEquals(0, upload.queuedBytes());
    get(store.close());
  }

  /** When all together have what they may, each goes on with a block. */
  @Test
  void manyUploadsShareWhatMayWaitForTheDisk() throws Exception {
    var gate = new Semaphore(0);
    int uploads = 12;
    long most = 2 << 20;
    var limits = new UploadLimits(50_000_000, uploads, 1 << 20, most, 2);
    UploadStore store =
        UploadStore.open(
            folder, UploadOptions.defaults().withLimits(limits), file -> new Gated(file, gate));
    var drained = new Semaphore(0);
    var all = new ArrayList<Upload>();
    long queued = 0;
    for (int i = 0; i < uploads; i++) {
      var request = UploadRequest.of(new UploadName("upload-" + i), -1);
      all.add(get(store.begin(request, drained::release)));
    }
    // Not before: the threads that begin uploads are those that the disk holds up now.
    for (Upload upload : all) {
      while (upload.offerPart(ByteBuffer.allocate(10_000))) {
        assertTrue(upload.queuedBytes() < 1 << 20);
      }
      queued += upload.queuedBytes();
    }
    assertTrue(queued <= most + uploads * (QueueMemory.BLOCK_BYTES + 10_000L), queued + " bytes");
    assertTrue(all.getLast().queuedBytes() <= QueueMemory.BLOCK_BYTES + 10_000L);
    gate.release(10_000);
    assertTrue(drained.tryAcquire(uploads, 20, TimeUnit.SECONDS));
    long stored = 0;
    for (Upload upload : all) {
      upload.finish();
      stored += stored(upload).sizeBytes();
    }
    assertEquals(queued, stored);
    get(store.close());
  }

  /** What is offered in small parts is written when its sender says so. */
  @Test
  void partsAreWrittenWhenThereAreEnoughOrTheirSenderSaysSo() throws Exception {
    UploadStore store = UploadStore.open(folder, OPTIONS, UploadDisk.plain());
    Upload upload = get(store.begin(UploadRequest.of(NAME, -1), () -> {}));
    upload.offerPart(ByteBuffer.allocate(10_000));
    assertEquals(10_000, upload.queuedBytes());
    upload.flush();
    Await.until("flushed", () -> upload.queuedBytes() == 0);
    for (int i = 0; i < 14; i++) {
      upload.offerPart(ByteBuffer.allocate(10_000));
    }
    Await.until("a block is written", () -> upload.queuedBytes() < QueueMemory.BLOCK_BYTES);
    upload.finish();
    assertEquals(150_000, stored(upload).sizeBytes());
    get(store.close());
  }

  @Test
  void anAbortWhileTheDiskIsBusyLeavesNothingAndLaterCallsDoNothing() throws Exception {
    var gate = new Semaphore(0);
    UploadStore store = UploadStore.open(folder, OPTIONS, file -> new Gated(file, gate));
    Upload upload = get(store.begin(UploadRequest.of(NAME, -1), () -> {}));
    upload.offer(ByteBuffer.allocate(1000));
    upload.abort("enough");
    upload.finish();
    assertTrue(upload.offer(ByteBuffer.allocate(1000)));
    gate.release(10);
    assertEquals(UploadFailure.ABORTED, failure(upload.result()));
    assertEquals(0, parts());
    assertEquals(new UploadBalance(1, 0, 0, 1, 0, 0), store.balance());
    get(store.close());
  }

  @Test
  void closingAbortsWhatIsReceivedAndFinishesWhatIsComplete() throws Exception {
    UploadStore store = UploadStore.open(folder, OPTIONS, UploadDisk.plain());
    Upload open = get(store.begin(UploadRequest.of(NAME, -1), () -> {}));
    Upload complete = get(store.begin(UploadRequest.of(new UploadName("y"), -1), () -> {}));
    complete.offer(ByteBuffer.allocate(1000));
    complete.finish();
    get(store.close());
    get(store.close());
    assertEquals(UploadFailure.ABORTED, failure(open.result()));
    assertEquals(1000, stored(complete).sizeBytes());
    assertEquals(UploadFailure.ABORTED, failure(store.begin(UploadRequest.of(NAME, -1), () -> {})));
    assertEquals(new UploadBalance(2, 1, 0, 1, 0, 0), store.balance());
    try (Stream<Path> left = Files.list(folder.resolve(".incoming"))) {
      assertEquals(List.of(), left.map(file -> file.getFileName().toString()).toList());
    }
  }

  @Test
  void openingRemovesTheFilesOfTheDeadButNotOfTheLiving() throws Exception {
    Path dead = Files.createDirectories(folder.resolve(".incoming/dead"));
    Files.writeString(dead.resolve("1.part"), "left over");
    Files.writeString(dead.resolve("lock"), "");
    UploadStore first = UploadStore.open(folder, OPTIONS, UploadDisk.plain());
    assertTrue(Files.notExists(dead));
    Upload upload = get(first.begin(UploadRequest.of(NAME, -1), () -> {}));
    UploadStore second = UploadStore.open(folder, OPTIONS, UploadDisk.plain());
    upload.offer(ByteBuffer.wrap("alive".getBytes()));
    upload.finish();
    assertEquals(5, stored(upload).sizeBytes());
    assertEquals("alive", Files.readString(folder.resolve("x")));
    get(first.close());
    get(second.close());
  }

  @Test
  void aDiskThatCannotRenameFailsTheUploadAndLeavesNoTemporaryFile() throws Exception {
    UploadStore store = UploadStore.open(folder, OPTIONS, UploadDisk.plain());
    Upload upload = get(store.begin(UploadRequest.of(NAME, -1), () -> {}));
    upload.offer(ByteBuffer.allocate(10));
    Files.createDirectory(folder.resolve("x"));
    upload.finish();
    assertEquals(UploadFailure.NOT_A_FILE, failure(upload.result()));
    assertEquals(0, parts());
    assertEquals(new UploadBalance(1, 0, 1, 0, 0, 0), store.balance());
    get(store.close());
  }

  @Test
  void aLimitOutOfRangeIsNamed() {
    var e =
        assertThrows(IllegalArgumentException.class, () -> new UploadLimits(1, 1, 1, 1 << 20, 1));
    assertEquals("maxQueuedBytes: 1 (expected: 65536 to 2147483647)", e.getMessage());
  }

  private long parts() throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(file -> file.toString().endsWith(".part")).count();
    }
  }

  private static String sha256(byte[] bytes) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }

  private static StoredUpload stored(Upload upload) throws Exception {
    return (StoredUpload) get(upload.result());
  }

  private static <T> T get(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
  }

  private static UploadFailure failure(Future<?> future) {
    var e = assertThrows(ExecutionException.class, () -> get(future));
    return ((UploadException) e.getCause()).kind();
  }

  /** A file that takes one write for each permit. */
  private static final class Gated implements GatheringByteChannel {
    private final FileChannel file;
    private final Semaphore gate;

    Gated(Path path, Semaphore gate) throws IOException {
      this.file = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      this.gate = gate;
    }

    @Override
    public long write(ByteBuffer[] buffers, int offset, int length) throws IOException {
      gate.acquireUninterruptibly();
      return file.write(buffers, offset, length);
    }

    @Override
    public long write(ByteBuffer[] buffers) throws IOException {
      return write(buffers, 0, buffers.length);
    }

    @Override
    public int write(ByteBuffer buffer) throws IOException {
      return (int) write(new ByteBuffer[] {buffer}, 0, 1);
    }

    @Override
    public boolean isOpen() {
      return file.isOpen();
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }
}
