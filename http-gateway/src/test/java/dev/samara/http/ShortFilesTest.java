package dev.samara.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.samara.http.FilesHandler.Found;
import dev.samara.http.upload.FileState;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ShortFilesTest {
  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
  private final ShortFiles files = new ShortFiles(Duration.ofNanos(10), nanos::get);

  @Test
  void whatWasReadIsGivenForItsTimeAndNoLonger() {
    Found.File file = file(1);
    files.put(List.of("a"), file);
    nanos.addAndGet(10);
    assertSame(file, files.find(List.of("a")).orElseThrow());
    nanos.addAndGet(1);
    assertEquals(Optional.empty(), files.find(List.of("a")));
    Found.File again = file(2);
    files.put(List.of("a"), again);
    assertSame(again, files.find(List.of("a")).orElseThrow());
  }

  @Test
  void thoseNotAskedForLongestMakeRoom() {
    int bytes = ShortFiles.MAX_BYTES / 10;
    IntStream.range(0, 9).forEach(i -> files.put(List.of("f" + i), file(bytes)));
    assertTrue(files.find(List.of("f0")).isPresent());
    files.put(List.of("f9"), file(bytes));
    assertTrue(files.find(List.of("f0")).isPresent());
    assertTrue(files.find(List.of("f1")).isEmpty());
    assertTrue(files.find(List.of("f9")).isPresent());
    // One in the place of itself needs no other's.
    files.put(List.of("f9"), file(bytes));
    assertTrue(files.find(List.of("f2")).isPresent());
  }

  private static Found.File file(int bytes) {
    var state = new FileState(bytes, Instant.EPOCH, Map.of());
    return new Found.File(new FileContent.Short(state, Buffer.buffer(new byte[bytes])), "a.txt");
  }
}
