package dev.samara.http;

import static dev.samara.http.TestGateway.eventually;
import static dev.samara.http.TestGateway.settled;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.samara.http.upload.UploadDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UploadLimitsTest {
  private static final String CHUNKED =
      " HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n";

  @TempDir Path folder;

  @Test
  void anAnnouncedLengthBeyondTheLimitIsRefusedBeforeTheBody() throws Exception {
    try (var gateway = new TestGateway(folder, o -> o.withUploadLimits(1000, 4));
        var raw = new RawClient(gateway.port())) {
      raw.send("PUT /uploads/x HTTP/1.1\r\nHost: x\r\nContent-Length: 1001\r\n\r\n");
      String answer = raw.readAnswer();
      assertTrue(answer.startsWith("HTTP/1.1 413 "), answer);
      assertEquals(0, gateway.balance().accepted());
    }
  }

  @Test
  void aChunkedBodyBeyondTheLimitIsRefusedSoThatTheSenderSeesIt() throws Exception {
    try (var gateway = new TestGateway(folder, o -> o.withUploadLimits(1000, 4));
        var raw = new RawClient(gateway.port())) {
      raw.send("PUT /uploads/x" + CHUNKED);
      for (int i = 0; i < 200; i++) {
        raw.send("2000\r\n").send(new byte[0x2000]).send("\r\n");
      }
      // Whether the body was read to its end by then, so that the connection may stay, is chance.
      String answer = raw.send("0\r\n\r\n").readAnswer();
      assertTrue(answer.startsWith("HTTP/1.1 413 "), answer);
      assertEquals(List.of(), gateway.files());
      assertEquals(1, gateway.balance().failed());
    }
  }

  @Test
  void exactlyTheLimitIsTaken() throws Exception {
    try (var gateway = new TestGateway(folder, o -> o.withUploadLimits(1000, 4));
        var raw = new RawClient(gateway.port())) {
      raw.send("PUT /uploads/x" + CHUNKED + "3e8\r\n").send(new byte[1000]).send("\r\n0\r\n\r\n");
      assertTrue(raw.readAnswer().startsWith("HTTP/1.1 201 "));
    }
  }

  @Test
  void tooManyAtOnceAreSentAwayForAWhile() throws Exception {
    try (var gateway = new TestGateway(folder, o -> o.withUploadLimits(1000, 1));
        var first = new RawClient(gateway.port());
        var second = new RawClient(gateway.port())) {
      first.send("PUT /uploads/a" + CHUNKED + "1\r\na\r\n");
      eventually("one is in flight", () -> gateway.balance().inFlight() == 1);
      String answer = second.send("PUT /uploads/b" + CHUNKED + "1\r\n").readAnswer();
      assertTrue(answer.startsWith("HTTP/1.1 503 "), answer);
      assertTrue(answer.toLowerCase().contains("retry-after: "), answer);
      assertTrue(first.send("0\r\n\r\n").readAnswer().startsWith("HTTP/1.1 201 "));
    }
  }

  @Test
  void aFullDiskIs507AndLeavesNothing() throws Exception {
    UploadDisk full =
        file -> {
          throw new IOException("No space left on device");
        };
    UploadDisk fullLater = file -> new HookedFile(file, left -> fail("No space left on device"));
    for (UploadDisk disk : List.of(full, fullLater)) {
      try (var gateway = new TestGateway(folder, o -> o, disk);
          var raw = new RawClient(gateway.port())) {
        raw.send("PUT /uploads/x" + CHUNKED + "5\r\nhello\r\n0\r\n\r\n");
        String answer = raw.readAnswer();
        assertTrue(answer.startsWith("HTTP/1.1 507 "), answer);
        eventually("nothing is left", () -> gateway.files().isEmpty());
        assertEquals(1, gateway.balance().failed());
      }
    }
  }

  @Test
  void anotherDiskErrorIs500AndNamesNoPath() throws Exception {
    UploadDisk broken = file -> new HookedFile(file, left -> fail("Input/output error"));
    try (var gateway = new TestGateway(folder, o -> o, broken);
        var raw = new RawClient(gateway.port())) {
      raw.send("PUT /uploads/x" + CHUNKED + "5\r\nhello\r\n");
      String answer = raw.readAnswer();
      assertTrue(answer.startsWith("HTTP/1.1 500 "), answer);
      assertTrue(answer.contains("the disk failed: Input/output error"), answer);
    }
  }

  @Test
  void aSlowDiskStopsTheSenderInsteadOfFillingTheMemory() throws Exception {
    var permits = new Semaphore(0);
    var written = new AtomicLong();
    UploadDisk slow =
        file ->
            new HookedFile(
                file,
                bytes -> {
                  permits.acquireUninterruptibly();
                  written.addAndGet(bytes);
                });
    byte[] chunk = new byte[0x10000];
    var sent = new AtomicLong();
    try (var gateway = new TestGateway(folder, o -> o, slow);
        var raw = new RawClient(gateway.port())) {
      raw.send("PUT /uploads/x" + CHUNKED);
      Thread sender =
          Thread.startVirtualThread(() -> {
            try {
              for (int i = 0; i < 1000; i++) {
                raw.send("10000\r\n").send(chunk).send("\r\n");
                sent.addAndGet(chunk.length);
              }
              raw.send("0\r\n\r\n");
            } catch (IOException e) {
              sent.set(-1);
            }
          });
      long stuckAt = settled("the sender is stuck", sent);
      assertTrue(stuckAt > 0 && stuckAt < 20_000_000, stuckAt + " bytes were taken in");
      permits.release(1_000_000);
      assertTrue(raw.readAnswer().contains("\"size\":65536000"));
      assertTrue(sender.join(Duration.ofSeconds(20)));
      assertEquals(65_536_000, written.get());
    }
  }

  @Test
  void aSilentSenderIsClosedAndLeavesNothing() throws Exception {
    try (var gateway =
            new TestGateway(folder, o -> o.withConnectionLimits(10, Duration.ofSeconds(1)));
        var raw = new RawClient(gateway.port())) {
      raw.send("PUT /uploads/x" + CHUNKED + "5\r\nhel");
      assertEquals("", raw.readToClose());
      eventually("aborted", () -> gateway.balance().aborted() == 1);
    }
  }

  private static void fail(String message) throws IOException {
    throw new IOException(message);
  }
}
