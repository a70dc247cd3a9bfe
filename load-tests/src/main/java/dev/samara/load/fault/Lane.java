package dev.samara.load.fault;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** One direction of a relay, for all its connections. Any thread. */
final class Lane {
  private static final int CHUNK_BYTES = 16 * 1024;

  /** What is under way in a connection at most; then its sender meets a peer that does not read. */
  private static final int MAX_CHUNKS = 64;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition mended = lock.newCondition();
  private final Random random;

  /** All guarded by the lock. */
  private long delayNanos;

  private long jitterNanos;
  private long bytesPerSecond = Long.MAX_VALUE;
  private boolean isCut;

  /** Some bytes and when they may leave; none at all for the end. */
  private record Chunk(byte[] bytes, long dueNanos) {}

  Lane(long seed) {
    random = new Random(seed);
  }

  void delay(Duration delay, Duration jitter) {
    change(() -> {
      delayNanos = delay.toNanos();
      jitterNanos = jitter.toNanos();
    });
  }

  void slow(long newBytesPerSecond) {
    if (newBytesPerSecond < 1) {
      throw new IllegalArgumentException(
          "bytesPerSecond: %d (expected: 1 or more)".formatted(newBytesPerSecond));
    }
    change(() -> bytesPerSecond = newBytesPerSecond);
  }

  void cut(boolean cut) {
    change(() -> isCut = cut);
  }

  void mend() {
    change(() -> {
      delayNanos = 0;
      jitterNanos = 0;
      bytesPerSecond = Long.MAX_VALUE;
      isCut = false;
    });
  }

  /** Something done to sockets. */
  interface Closing {
    void run() throws IOException;
  }

  /** No bytes, and no end of them, get their turn meanwhile. */
  void whileNothingLeaves(Closing closing) throws IOException {
    lock.lock();
    try {
      closing.run();
    } finally {
      lock.unlock();
    }
  }

  private void change(Runnable change) {
    lock.lock();
    try {
      change.run();
      mended.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Carries bytes until their end; blocks. Ends the other side's input then. */
  void carry(Socket from, Socket to) {
    BlockingQueue<Chunk> underWay = new ArrayBlockingQueue<>(MAX_CHUNKS);
    Thread writer = Thread.ofVirtual().name("relay-write").start(() -> write(underWay, to));
    try {
      read(from, underWay);
      writer.join();
    } catch (InterruptedException stopped) {
      writer.interrupt();
    }
  }

  private void read(Socket from, BlockingQueue<Chunk> underWay) throws InterruptedException {
    byte[] buffer = new byte[CHUNK_BYTES];
    long lastDue = System.nanoTime();
    int read = 0;
    while (read >= 0) {
      try {
        read = from.getInputStream().read(buffer, 0, chunkBytes());
      } catch (IOException gone) {
        read = -1;
      }
      // Later bytes never overtake earlier ones.
      lastDue = Math.max(lastDue, System.nanoTime() + someDelayNanos());
      underWay.put(new Chunk(Arrays.copyOf(buffer, Math.max(0, read)), lastDue));
    }
  }

  /** Takes all chunks to the last, or the reader would never come to its end. */
  private void write(BlockingQueue<Chunk> underWay, Socket to) {
    try {
      boolean gone = false;
      Chunk chunk = underWay.take();
      while (chunk.bytes().length > 0) {
        gone = gone || !write(chunk, to);
        chunk = underWay.take();
      }
      if (!gone) {
        awaitTurn(chunk);
        to.shutdownOutput();
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    } catch (IOException alreadyGone) {
      // Then it has ended.
    }
  }

  private boolean write(Chunk chunk, Socket to) throws InterruptedException {
    awaitTurn(chunk);
    try {
      to.getOutputStream().write(chunk.bytes());
      return true;
    } catch (IOException gone) {
      return false;
    }
  }

  private void awaitTurn(Chunk chunk) throws InterruptedException {
    lock.lock();
    try {
      long begun = System.nanoTime();
      while (isCut || waitNanos(chunk, begun) > 0) {
        if (isCut) {
          mended.await();
        } else {
          mended.await(waitNanos(chunk, begun), TimeUnit.NANOSECONDS);
        }
      }
    } finally {
      lock.unlock();
    }
  }

  /** After {@link #mend} what was delayed leaves at once. */
  private long waitNanos(Chunk chunk, long begunNanos) {
    long now = System.nanoTime();
    long delayed = delayNanos + jitterNanos == 0 ? 0 : chunk.dueNanos() - now;
    long slowed =
        bytesPerSecond == Long.MAX_VALUE
            ? 0
            : begunNanos + (long) (chunk.bytes().length * 1e9 / bytesPerSecond) - now;
    return Math.max(delayed, slowed);
  }

  /** A slow reader takes a tenth of a second's worth at a time. */
  private int chunkBytes() {
    lock.lock();
    try {
      return Math.clamp(bytesPerSecond / 10, 1, CHUNK_BYTES);
    } finally {
      lock.unlock();
    }
  }

  private long someDelayNanos() {
    lock.lock();
    try {
      return delayNanos + (jitterNanos == 0 ? 0 : random.nextLong(jitterNanos + 1));
    } finally {
      lock.unlock();
    }
  }
}
