package dev.samara.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.samara.codec.http.HttpFault;
import dev.samara.codec.http.HttpField;
import dev.samara.codec.http.HttpLimits;
import dev.samara.codec.http.RequestDetector;
import dev.samara.codec.http.RequestHead;
import dev.samara.codec.http.RequestSink;
import dev.samara.http.body.BodyEvent;
import dev.samara.http.mount.Mounts;
import dev.samara.http.mount.PathHandler;
import dev.samara.http.mount.Reply;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Bodies of any size in memory of one size. */
class LargeBodyTest {
  private static final String HEAD =
      "POST /count HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n";
  private static final int PIECE_BYTES = 1 << 20;
  private static final long MAX_LIVE_BYTES = 200L << 20;

  @TempDir Path folder;

  /** One chunk whose size does not fit into 32 bits, by far. */
  @Test
  void theDetectorCountsBeyond32Bits() {
    long size = 64L << 30;
    var counted = new Counted();
    var detector = new RequestDetector(HttpLimits.defaults());
    detector.detect(ascii(HEAD + Long.toHexString(size) + "\r\n"), counted);
    ByteBuf piece = Unpooled.wrappedBuffer(new byte[PIECE_BYTES]);
    for (long sent = 0; sent < size; sent += PIECE_BYTES) {
      detector.detect(piece.readerIndex(0), counted);
    }
    assertTrue(detector.detect(ascii("\r\n0\r\n\r\n"), counted));
    assertEquals(size, counted.bytes);
    assertTrue(counted.ended);
  }

  @Test
  void aChunkBeyond32BitsPassesTheGateway() throws Exception {
    upload(4L << 30, 256L << 20);
  }

  /** With {@code -Dsamara.long.gibibytes=10} a tenth of it. */
  @Test
  @Tag("long")
  @Timeout(value = 40, unit = TimeUnit.MINUTES)
  void aHundredGibibytesInAFixedHeap() throws Exception {
    long bytes = Long.getLong("samara.long.gibibytes", 100) << 30;
    upload(bytes, bytes);
  }

  /** Announces one chunk, sends as much of it, and says what the heap held meanwhile. */
  private void upload(long announced, long sent) throws Exception {
    var received = new AtomicLong();
    var mounts =
        Mounts.none()
            .with(
                "/count",
                new PathHandler.Streaming((request, body) ->
                    body.forEach(
                            event -> {
                              if (event instanceof BodyEvent.ChunkStart start) {
                                assertEquals(announced, start.sizeBytes());
                              }
                              received.addAndGet(event.bytes().length());
                              return Future.succeededFuture();
                            })
                        .map(last -> Reply.text(200, "all"))));
    try (var gateway = new TestGateway(folder, o -> o, mounts);
        var raw = new RawClient(gateway.port())) {
      raw.send(HEAD + Long.toHexString(announced) + "\r\n");
      byte[] piece = new byte[PIECE_BYTES];
      long live = 0;
      for (long at = 0; at < sent; at += PIECE_BYTES) {
        raw.send(piece);
        if (at % (16L << 30) == 0) {
          live = Math.max(live, liveBytes());
        }
      }
      TestGateway.eventually("all came", () -> received.get() == sent);
      live = Math.max(live, liveBytes());
      assertTrue(live < MAX_LIVE_BYTES, live + " bytes are live");
      if (sent == announced) {
        assertTrue(raw.send("\r\n0\r\n\r\n").readAnswer().endsWith("all"));
      }
    }
  }

  private static long liveBytes() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  private static ByteBuf ascii(String text) {
    return Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII);
  }

  private static final class Counted implements RequestSink {
    private long bytes;
    private boolean ended;

    @Override
    public void head(RequestHead head) {
      assertEquals(-1, head.bodyBytes());
    }

    @Override
    public void chunk(long sizeBytes, String extensions) {
      assertEquals("", extensions);
    }

    @Override
    public void data(ByteBuf data) {
      bytes += data.readableBytes();
    }

    @Override
    public void lastChunk(String extensions, List<HttpField> trailers) {
      assertEquals(List.of(), trailers);
    }

    @Override
    public void end() {
      ended = true;
    }

    @Override
    public void fault(HttpFault fault) {
      throw new AssertionError(fault);
    }
  }
}
