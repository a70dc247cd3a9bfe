package dev.samara.http.upload;

import static dev.samara.http.upload.StoreFixture.failure;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Uploads when there is no memory for what waits for the disk. */
class UploadMemoryTest {
  /** One block, and then no more. */
  private static QueueMemory oneBlock() {
    var given = new AtomicBoolean();
    return new QueueMemory(
        16 << 20,
        () -> {
          if (given.getAndSet(true)) {
            throw new OutOfMemoryError("no direct memory is left");
          }
          return Unpooled.directBuffer(QueueMemory.BLOCK_BYTES, QueueMemory.BLOCK_BYTES);
        });
  }

  /** Never ready, so that everything waits; says how it ended. */
  private static final class Busy implements UploadSink {
    @Override
    public boolean prepare() {
      return false;
    }

    @Override
    public void write(List<ByteBuffer> batch) {
      throw new AssertionError("written before it was ready");
    }

    @Override
    public UploadResult finish() {
      throw new AssertionError("stored with a hole in it");
    }

    @Override
    public boolean keeps() {
      return false;
    }

    @Override
    public ParkedUpload park() {
      throw new AssertionError("parked");
    }

    @Override
    public void discard(UploadFailure why) {
      assertEquals(UploadFailure.DISK_ERROR, why);
    }
  }

  @Test
  void anUploadOfWhichAPartCannotBeKeptFails() throws Exception {
    var desk = new WriterDesk(new UploadLimits(50_000_000, 1, 1 << 20, 16 << 20, 1), oneBlock());
    assertTrue(desk.ledger().tryAccept(1));
    Upload upload = desk.begin(new Busy(), 50_000_000, () -> {});
    upload.offer(ByteBuffer.allocate(QueueMemory.BLOCK_BYTES / 2));
    upload.offer(ByteBuffer.allocate(QueueMemory.BLOCK_BYTES));
    upload.finish();
    assertEquals(UploadFailure.DISK_ERROR, failure(upload.result()));
    assertFalse(upload.isOpen());
    assertEquals(0, desk.memory().takenBytes());
    assertEquals(new UploadBalance(1, 0, 1, 0, 0, 0), desk.ledger().balance());
    StoreFixture.get(desk.close(() -> null));
  }
}
