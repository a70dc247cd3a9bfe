package dev.samara.http.upload;

import static dev.samara.http.upload.StoreFixture.OPTIONS;
import static dev.samara.http.upload.StoreFixture.failure;
import static dev.samara.http.upload.StoreFixture.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Uploads in parts, across requests, stores and processes. */
class PartialStoreTest {
  @TempDir Path folder;

  @Test
  void randomPartsThroughChangingStoresAreOneFileWithItsDigest() throws Exception {
    long seed = System.nanoTime();
    var random = new Random(seed);
    byte[] bytes = new byte[3_000_000];
    random.nextBytes(bytes);
    try (var first = new StoreFixture(folder);
        var second = new StoreFixture(folder)) {
      String id = first.create("x", bytes.length).id();
      int offset = 0;
      while (offset < bytes.length) {
        var store = random.nextBoolean() ? first : second;
        int end = Math.min(bytes.length, offset + random.nextInt(600_000));
        Upload upload = get(store.append(id, offset));
        upload.offer(ByteBuffer.wrap(Arrays.copyOfRange(bytes, offset, end)));
        if (end < bytes.length && random.nextBoolean()) {
          upload.abort("broken off");
        } else {
          upload.finish();
        }
        get(upload.result());
        assertEquals(end, second.state(id).offsetBytes(), "seed " + seed);
        offset = end;
      }
      StoredUpload stored = first.state(id).stored().orElseThrow();
      String sha256 = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
      assertEquals(sha256, stored.sha256(), "seed " + seed);
      assertEquals(-1, Arrays.mismatch(bytes, Files.readAllBytes(folder.resolve("x"))));
      long both = first.store.balance().stored() + second.store.balance().stored();
      assertEquals(1, both);
    }
  }

  @Test
  void whatAKilledProcessLeftIsGoneOnWith() throws Exception {
    String id;
    try (var dead = new StoreFixture(folder)) {
      id = dead.create("x", 10).id();
      get(dead.append(id, 0, "hello"));
    }
    // As if it had been killed with bytes written that it never answered for.
    Path data = folder.resolve(".partial").resolve(id).resolve("data");
    Files.writeString(data, " wo", StandardOpenOption.APPEND);
    Files.writeString(data.resolveSibling("info.new"), "{\"half");
    try (var living = new StoreFixture(folder)) {
      assertEquals(8, living.state(id).offsetBytes());
      get(living.append(id, 8, "rd"));
      assertEquals("hello word", living.text("x"));
    }
  }

  @Test
  void bytesThatWereToBeCheckedAreNotTrustedAfterAKill() throws Exception {
    try (var fixture = new StoreFixture(folder)) {
      String id = fixture.create("x", 10).id();
      get(fixture.append(id, 0, "hello"));
      var digest = new ExpectedDigest(DigestAlgorithm.SHA_1, "00");
      Upload checked = get(fixture.append(id, 5, digest));
      String notes = Files.readString(fixture.data(id).resolveSibling("info"));
      assertTrue(notes.contains("\"trusted\":5"), notes);
      checked.offer(ByteBuffer.wrap("xx".getBytes()));
      checked.abort("broken off");
      assertEquals(new ParkedUpload(id, 5), get(checked.result()));
      assertEquals(5, Files.size(fixture.data(id)));
      // As if killed: the notes of then, and bytes.
      Files.writeString(fixture.data(id).resolveSibling("info"), notes);
      Files.writeString(fixture.data(id), "xx", StandardOpenOption.APPEND);
      assertEquals(5, fixture.state(id).offsetBytes());
      get(fixture.append(id, 5, "world"));
      assertEquals("helloworld", fixture.text("x"));
    }
  }

  @Test
  void anUploadKilledBetweenItsLastByteAndItsNameGetsItsName() throws Exception {
    try (var fixture = new StoreFixture(folder)) {
      String id = fixture.create("x", 5).id();
      Files.writeString(fixture.data(id), "hello");
      assertTrue(fixture.state(id).stored().isPresent());
      assertEquals("hello", fixture.text("x"));
    }
  }

  @Test
  void aLaterRequestMakesTheOneBeforePark() throws Exception {
    try (var fixture = new StoreFixture(folder)) {
      String id = fixture.create("x", 10).id();
      Upload first = get(fixture.append(id, 0));
      first.offer(ByteBuffer.wrap("hel".getBytes()));
      assertEquals(3, fixture.state(id).offsetBytes());
      assertEquals(new ParkedUpload(id, 3), get(first.result()));
      get(fixture.append(id, 3, "lo worl"));
      assertEquals("hello worl", fixture.text("x"));
      assertEquals(new UploadBalance(2, 1, 0, 0, 1, 0), fixture.store.balance());
    }
  }

  @Test
  void anotherProcessKeepsItsUploadUntilItDies() throws Exception {
    var impatient =
        StoreFixture.OPTIONS.withTimes(
            Duration.ofHours(1), Duration.ofHours(1), Duration.ofMillis(200));
    try (var fixture = new StoreFixture(folder, impatient, UploadDisk.plain())) {
      String id = fixture.create("x", 5).id();
      Process holder = LockHolder.start(fixture.data(id).resolveSibling("lock"));
      try {
        assertEquals(UploadFailure.LOCKED, failure(fixture.append(id, 0)));
        assertEquals(UploadFailure.LOCKED, failure(fixture.store.partials().state(id)));
        assertEquals(UploadFailure.LOCKED, failure(fixture.store.partials().terminate(id)));
        get(fixture.store.sweep(Instant.now().plus(Duration.ofDays(1))));
      } finally {
        holder.destroyForcibly().waitFor();
      }
      get(fixture.append(id, 0, "hello"));
      assertEquals("hello", fixture.text("x"));
    }
  }

  @Test
  void expiredUploadsAreRemovedAndTouchedOnesAreNot() throws Exception {
    try (var fixture = new StoreFixture(folder)) {
      String id = fixture.create("x", 10).id();
      get(fixture.append(id, 0, "hello"));
      Instant expires = fixture.state(id).expires();
      get(fixture.store.sweep(expires.minusMillis(1)));
      assertEquals(5, fixture.state(id).offsetBytes());
      assertEquals(1, fixture.store.use().partials());
      get(fixture.store.sweep(expires.plusMillis(1)));
      assertEquals(UploadFailure.NOT_FOUND, failure(fixture.store.partials().state(id)));
      assertEquals(new StoreUse(0, 0, 0, 0), fixture.store.use());
      assertEquals(List.of(), fixture.leftOver());
    }
  }

  @Test
  void theNotesOfACompleteUploadGoSoonAndItsFileStays() throws Exception {
    try (var fixture = new StoreFixture(folder)) {
      String id = fixture.create("x", 5).id();
      get(fixture.append(id, 0, "hello"));
      get(fixture.store.sweep(Instant.now().plus(Duration.ofMinutes(9))));
      assertTrue(fixture.state(id).stored().isPresent());
      get(fixture.store.sweep(Instant.now().plus(Duration.ofMinutes(11))));
      assertEquals(UploadFailure.NOT_FOUND, failure(fixture.store.partials().state(id)));
      assertEquals("hello", fixture.text("x"));
      assertEquals(new StoreUse(5, 1, 0, 0), fixture.store.use());
    }
  }

  @Test
  void aDiskThatIsFullKeepsWhatItTook() throws Exception {
    UploadDisk full = new FullAfter(100_000);
    try (var fixture = new StoreFixture(folder, OPTIONS, full)) {
      String id = fixture.create("x", 200_000).id();
      Upload upload = get(fixture.append(id, 0));
      for (int i = 0; i < 20; i++) {
        upload.offer(ByteBuffer.allocate(10_000));
      }
      upload.finish();
      assertEquals(UploadFailure.NO_SPACE, failure(upload.result()));
      long offset = fixture.state(id).offsetBytes();
      assertTrue(offset > 0 && offset <= 100_000, offset + " bytes");
      assertEquals(new UploadBalance(1, 0, 1, 0, 0, 0), fixture.store.balance());
    }
  }

  @Test
  void thereIsNoSuchUploadUnderStrangeNames() throws Exception {
    try (var fixture = new StoreFixture(folder)) {
      for (String id : List.of("", "..", "../../x", "a/b", "A".repeat(21), "A".repeat(22))) {
        assertEquals(UploadFailure.NOT_FOUND, failure(fixture.store.partials().state(id)), id);
        assertEquals(UploadFailure.NOT_FOUND, failure(fixture.append(id, 0)), id);
      }
      assertEquals(6, fixture.store.balance().failed());
    }
  }

  /** Appends so many bytes, and says then that it is full. */
  private record FullAfter(long bytes) implements UploadDisk {
    @Override
    public java.nio.channels.GatheringByteChannel create(Path file) throws IOException {
      return UploadDisk.plain().create(file);
    }

    @Override
    public java.nio.channels.GatheringByteChannel append(Path file, long size) throws IOException {
      return new LimitedChannel(UploadDisk.plain().append(file, size), bytes);
    }
  }
}
