package dev.samara.http.upload;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * One upload under way. A producer (any one thread, never blocked) offers bytes and then finishes
 * or aborts; the store's writer threads write and hash them in order, one at a time.
 *
 * <pre>
 *   RECEIVING --finish--------> FINISHING --all written, moved--> STORED
 *       |                           |
 *       | abort, limit, disk error  | disk error
 *       v                           v
 *   DISCARDING --------- temporary file deleted ----------------> GONE
 * </pre>
 *
 * No-ops: offer, finish and abort anywhere but in RECEIVING. A body that came whole is stored even
 * when its sender leaves before the answer.
 */
public final class Upload {
  private enum State {
    RECEIVING,
    FINISHING,
    STORED,
    DISCARDING,
    GONE
  }

  /** Small batches: the sender goes on while the disk is busy with the next one. */
  private static final int BATCH_BYTES = 256 * 1024;

  private static final int BATCH_BUFFERS = 16;

  private final UploadFile file;
  private final UploadLimits limits;
  private final Executor writers;
  private final Runnable onDrain;
  private final UploadLedger ledger;
  private final Promise<StoredUpload> result = Promise.promise();

  // Guarded by this.
  private final ArrayDeque<ByteBuffer> queue = new ArrayDeque<>();
  private State state = State.RECEIVING;
  private Optional<UploadException> failure = Optional.empty();
  private long receivedBytes;
  private long queuedBytes;
  private boolean senderWaits;
  private boolean writing;

  Upload(
      UploadFile file,
      UploadLimits limits,
      Executor writers,
      UploadLedger ledger,
      Runnable onDrain) {
    this.file = file;
    this.limits = limits;
    this.writers = writers;
    this.ledger = ledger;
    this.onDrain = onDrain;
  }

  /**
   * Hands bytes over; the buffer belongs to the upload from now on. After the end they are dropped.
   *
   * @param bytes 0 or more bytes, backed by an array or direct
   * @return true when more is welcome, false when the sender should wait for the drain callback
   */
  public boolean offer(ByteBuffer bytes) {
    boolean welcome;
    synchronized (this) {
      if (state != State.RECEIVING || !bytes.hasRemaining()) {
        return true;
      }
      receivedBytes += bytes.remaining();
      if (receivedBytes <= limits.maxBytes()) {
        queue.add(bytes);
        queuedBytes += bytes.remaining();
        senderWaits |= queuedBytes >= limits.maxQueuedBytes();
      } else {
        discard(UploadFailure.TOO_LARGE, tooLarge(limits.maxBytes()));
      }
      welcome = !senderWaits;
    }
    wake();
    return welcome;
  }

  /** Says that all bytes were offered: they are written out and the file gets its name. */
  public void finish() {
    synchronized (this) {
      if (state == State.RECEIVING) {
        move(State.FINISHING);
      }
    }
    wake();
  }

  /**
   * Breaks the upload off: nothing of it stays. Without effect once it is finished.
   *
   * @param why one line for a human
   */
  public void abort(String why) {
    synchronized (this) {
      if (state == State.RECEIVING) {
        discard(UploadFailure.ABORTED, why);
      }
    }
    wake();
  }

  /**
   * How it ends: the stored file, or an {@link UploadException}. By then the file has its name, or
   * no trace is left. Completes on a writer thread.
   *
   * @return the outcome
   */
  public Future<StoredUpload> result() {
    return result.future();
  }

  /**
   * Bytes taken from the sender that are not on the disk yet.
   *
   * @return 0 to the limit plus one buffer
   */
  public synchronized long queuedBytes() {
    return queuedBytes;
  }

  static String tooLarge(long maxBytes) {
    return "an upload has at most " + maxBytes + " bytes here";
  }

  /** Caller holds the lock. */
  private void discard(UploadFailure kind, String message) {
    failure = Optional.of(new UploadException(kind, message));
    queue.clear();
    queuedBytes = 0;
    senderWaits = false;
    move(State.DISCARDING);
  }

  /** Caller holds the lock. The only place where the state changes. */
  private void move(State to) {
    boolean legal =
        switch (state) {
          case RECEIVING -> to == State.FINISHING || to == State.DISCARDING;
          case FINISHING -> to == State.STORED || to == State.DISCARDING;
          case DISCARDING -> to == State.GONE;
          case STORED, GONE -> false;
        };
    if (!legal) {
      throw new IllegalStateException("an upload cannot go from " + state + " to " + to);
    }
    state = to;
  }

  /** Starts the writer unless it runs: it owns the file, so there is never a second one. */
  private void wake() {
    synchronized (this) {
      if (writing || !hasWork()) {
        return;
      }
      writing = true;
    }
    writers.execute(this::write);
  }

  /** Caller holds the lock. */
  private boolean hasWork() {
    return !queue.isEmpty() || state == State.FINISHING || state == State.DISCARDING;
  }

  /** One batch, or the end; then to the back of the writers' queue, so that uploads take turns. */
  private void write() {
    try {
      List<ByteBuffer> batch = nextBatch();
      if (batch.isEmpty()) {
        end();
      } else {
        long bytes = batch.stream().mapToLong(ByteBuffer::remaining).sum();
        file.write(batch);
        written(bytes);
      }
    } catch (IOException | UploadException | RuntimeException e) {
      broken(UploadFile.explain(e));
    }
    synchronized (this) {
      writing = false;
    }
    wake();
  }

  private synchronized List<ByteBuffer> nextBatch() {
    var batch = new ArrayList<ByteBuffer>(BATCH_BUFFERS);
    long bytes = 0;
    while (!queue.isEmpty() && batch.size() < BATCH_BUFFERS && bytes < BATCH_BYTES) {
      bytes += queue.peek().remaining();
      batch.add(queue.poll());
    }
    return batch;
  }

  private void written(long bytes) {
    synchronized (this) {
      if (state == State.DISCARDING) {
        return;
      }
      queuedBytes -= bytes;
      if (!senderWaits || queuedBytes > limits.maxQueuedBytes() / 2) {
        return;
      }
      senderWaits = false;
    }
    onDrain.run();
  }

  private void broken(UploadException cause) {
    synchronized (this) {
      if (state == State.RECEIVING || state == State.FINISHING) {
        discard(cause.kind(), cause.getMessage());
      }
    }
  }

  /** The state cannot change under us: RECEIVING has no work, the others only we leave. */
  private void end() throws IOException, UploadException {
    State now;
    synchronized (this) {
      now = state;
    }
    if (now == State.FINISHING) {
      StoredUpload stored = file.store();
      ended(State.STORED);
      ledger.stored();
      result.complete(stored);
    } else if (now == State.DISCARDING) {
      file.discard();
      ended(State.GONE);
      ledger.ended(failure.orElseThrow().kind());
      result.fail(failure.orElseThrow());
    }
  }

  private synchronized void ended(State to) {
    move(to);
  }
}
