package dev.samara.http.upload;

import static dev.samara.http.upload.StoreFixture.OPTIONS;
import static dev.samara.http.upload.StoreFixture.failure;
import static dev.samara.http.upload.StoreFixture.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The store when the disk fails or the folder is full. */
class StoreFaultTest {
  @TempDir Path folder;

  @Test
  void aFileThatCannotBeForcedLeavesWhatWasThere() throws Exception {
    var disk = new FaultyDisk();
    try (var fixture = new StoreFixture(folder, OPTIONS, disk)) {
      get(fixture.put("x", "old"));
      for (boolean files : List.of(true, false)) {
        disk.filesFail = files;
        disk.foldersFail = !files;
        assertEquals(UploadFailure.DISK_ERROR, failure(fixture.put("x", "newer")));
        assertEquals(UploadFailure.DISK_ERROR, failure(fixture.put("y", "other")));
        assertEquals("old", fixture.text("x"));
        assertFalse(Files.exists(folder.resolve("y")));
        assertEquals(List.of(), fixture.leftOver());
        assertEquals(3, fixture.store.use().bytes());
      }
      disk.foldersFail = false;
      assertFalse(((StoredUpload) get(fixture.put("x", "new"))).created());
      assertEquals("new", fixture.text("x"));
      assertEquals(new UploadBalance(6, 2, 4, 0, 0, 0), fixture.store.balance());
    }
  }

  @Test
  void withoutForcingTheDiskIsNotAsked() throws Exception {
    var disk = new FaultyDisk();
    disk.filesFail = true;
    disk.foldersFail = true;
    try (var fixture = new StoreFixture(folder, OPTIONS.withForced(false), disk)) {
      assertTrue(((StoredUpload) get(fixture.put("x", "text"))).created());
    }
  }

  @Test
  void aPartThatCannotBeForcedIsTakenBack() throws Exception {
    var disk = new FaultyDisk();
    try (var fixture = new StoreFixture(folder, OPTIONS, disk)) {
      String id = fixture.create("x", 6).id();
      get(fixture.append(id, 0, "abc"));
      disk.filesFail = true;
      assertEquals(UploadFailure.DISK_ERROR, failure(fixture.append(id, 3, "def")));
      disk.filesFail = false;
      assertEquals(3, fixture.state(id).offsetBytes());
      disk.foldersFail = true;
      assertEquals(UploadFailure.DISK_ERROR, failure(fixture.append(id, 3, "def")));
      assertFalse(Files.exists(folder.resolve("x")));
      disk.foldersFail = false;
      get(fixture.append(id, 3, "DEF"));
      assertEquals("abcDEF", fixture.text("x"));
    }
  }

  @Test
  void theQuotaOfBytesCountsFilesReservationsAndWhatComesUnannounced() throws Exception {
    Files.writeString(folder.resolve("there"), "0123456789");
    var options = OPTIONS.withQuota(new UploadQuota(100, 50));
    try (var fixture = new StoreFixture(folder, options, UploadDisk.plain())) {
      assertEquals(new StoreUse(10, 1, 0, 0), fixture.store.use());
      var request = UploadRequest.of(new UploadName("x"), 91);
      assertEquals(UploadFailure.QUOTA, failure(fixture.store.begin(request, () -> {})));
      Upload announced = fixture.begin("a", 80);
      assertEquals(80, fixture.store.use().reservedBytes());
      Upload grows = fixture.begin("b", -1);
      grows.offer(ByteBuffer.allocate(10));
      grows.offer(ByteBuffer.allocate(1));
      assertEquals(UploadFailure.QUOTA, failure(grows.result()));
      announced.abort("enough");
      assertEquals(UploadFailure.ABORTED, failure(announced.result()));
      get(fixture.put("c", "x".repeat(90)));
      // Both files are there for a moment.
      var again = UploadRequest.of(new UploadName("c"), 1);
      assertEquals(UploadFailure.QUOTA, failure(fixture.store.begin(again, () -> {})));
      get(fixture.store.delete(new UploadName("there"), UploadRequest.Condition.ANY));
      get(fixture.put("c", "y"));
      assertEquals(new StoreUse(1, 1, 0, 0), fixture.store.use());
    }
  }

  @Test
  void theQuotaOfFilesCountsPartialUploads() throws Exception {
    var options = OPTIONS.withQuota(new UploadQuota(1000, 2));
    try (var fixture = new StoreFixture(folder, options, UploadDisk.plain())) {
      String id = fixture.create("x", 5).id();
      assertEquals(new StoreUse(5, 1, 0, 1), fixture.store.use());
      get(fixture.put("a", "1"));
      var request = UploadRequest.of(new UploadName("b"), 1);
      assertEquals(UploadFailure.QUOTA, failure(fixture.store.begin(request, () -> {})));
      get(fixture.append(id, 0, "hello"));
      assertEquals(new StoreUse(6, 2, 0, 0), fixture.store.use());
      // What is kept of a complete one, to tell its client, counts for nothing.
      get(fixture.store.sweep(Instant.now()));
      assertEquals(new StoreUse(6, 2, 0, 0), fixture.store.use());
      assertTrue(fixture.state(id).stored().isPresent());
      get(fixture.store.partials().terminate(id));
      assertEquals(new StoreUse(6, 2, 0, 0), fixture.store.use());
      assertEquals(List.of(), fixture.leftOver());
    }
  }

  @Test
  void aDigestThatDiffersStoresNothing() throws Exception {
    try (var fixture = new StoreFixture(folder)) {
      var wrong = new ExpectedDigest(DigestAlgorithm.SHA_512, "00");
      var request =
          new UploadRequest(
              new UploadName("x"), -1, List.of(wrong), Set.of(), UploadRequest.Condition.ANY);
      Upload upload = get(fixture.store.begin(request, () -> {}));
      upload.offer(ByteBuffer.wrap("hello".getBytes()));
      upload.finish();
      assertEquals(UploadFailure.DIGEST_MISMATCH, failure(upload.result()));
      assertEquals(Optional.empty(), get(fixture.store.stat(new UploadName("x"))));
      assertEquals(List.of(), fixture.leftOver());
    }
  }

  @Test
  void aConditionIsAskedAgainWhenTheNameIsTaken() throws Exception {
    try (var fixture = new StoreFixture(folder)) {
      var request =
          new UploadRequest(new UploadName("x"), -1, List.of(), Set.of(), Optional::isEmpty);
      Upload late = get(fixture.store.begin(request, () -> {}));
      get(fixture.put("x", "first"));
      late.finish();
      assertEquals(UploadFailure.CONDITION_FAILED, failure(late.result()));
      assertEquals("first", fixture.text("x"));
    }
  }
}
