package dev.samara.http.upload;

import io.netty.buffer.ByteBuf;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One upload under way. A producer (any one thread, never blocked) offers bytes and then finishes
 * or aborts; the store's writer threads write and hash them in order, one at a time.
 *
 * <pre>
 *   RECEIVING --finish--------> FINISHING --all written---------> ENDED (stored or parked)
 *     |   |                         |
 *     |   |  abort, of a part that is kept
 *     |   +--> PARKING ------------ | ----all written-----------> ENDED (parked)
 *     |           |                 |
 *     | abort     | disk error      | disk error, wrong digest
 *     | limit     |                 |
 *     v           v                 v
 *   DISCARDING --------- what came in vain is deleted ----------> GONE
 * </pre>
 *
 * No-ops: offer, finish and abort anywhere but in RECEIVING. A body that came whole is stored even
 * when its sender leaves before the answer.
 */
public final class Upload {
  private enum State {
    RECEIVING,
    FINISHING,
    PARKING,
    ENDED,
    DISCARDING,
    GONE
  }

  /** Small batches: the sender goes on while the disk is busy with the next one. */
  private static final int BATCH_BLOCKS = 2;

  private final UploadSink sink;
  private final long maxBytes;
  private final int maxQueuedBytes;
  private final WriterDesk writers;
  private final QueueMemory memory;
  private final Runnable onDrain;
  private final UploadLedger ledger;
  private final Promise<UploadResult> result = Promise.promise();

  // Guarded by this.
  private final ArrayDeque<ByteBuf> queue = new ArrayDeque<>();
  private State state = State.RECEIVING;
  private Optional<UploadException> failure = Optional.empty();
  private long receivedBytes;
  private long queuedBytes;
  private boolean senderWaits;
  private boolean writing;

  /** The writer's own: whether the sink can be written to. */
  private boolean prepared;

  Upload(UploadSink sink, long maxBytes, WriterDesk desk, Runnable onDrain) {
    this.sink = sink;
    this.maxBytes = maxBytes;
    this.maxQueuedBytes = desk.maxQueuedBytes();
    this.writers = desk;
    this.memory = desk.memory();
    this.ledger = desk.ledger();
    this.onDrain = onDrain;
  }

  /**
   * Hands bytes over, which are copied, and written at once.
   *
   * @param bytes 0 or more bytes, backed by an array or direct
   * @return true when more is welcome, false when the sender should wait for the drain callback
   */
  public boolean offer(ByteBuffer bytes) {
    boolean welcome = offerPart(bytes);
    wake();
    return welcome;
  }

  /**
   * As {@link #offer}, by who has more at hand: as long as the bytes are few, nobody writes them
   * before {@link #flush}.
   *
   * @param bytes 0 or more bytes, backed by an array or direct
   * @return true when more is welcome, false when the sender should wait for the drain callback
   */
  public boolean offerPart(ByteBuffer bytes) {
    boolean welcome;
    boolean many;
    synchronized (this) {
      if (state != State.RECEIVING || !bytes.hasRemaining()) {
        return true;
      }
      receivedBytes += bytes.remaining();
      if (receivedBytes <= maxBytes) {
        keep(bytes);
      } else {
        discard(UploadFailure.TOO_LARGE, tooLarge(maxBytes));
      }
      welcome = !senderWaits;
      many = queuedBytes >= QueueMemory.BLOCK_BYTES || !welcome || state == State.DISCARDING;
    }
    if (many) {
      wake();
    }
    return welcome;
  }

  /** Has written what was offered. */
  public void flush() {
    wake();
  }

  /**
   * Caller holds the lock. Without memory for a part the rest would be stored with a hole in it.
   */
  private void keep(ByteBuffer bytes) {
    queuedBytes += bytes.remaining();
    try {
      append(bytes);
      senderWaits |= queuedBytes >= allowance();
    } catch (OutOfMemoryError e) {
      UploadException cause = UploadException.of(e);
      discard(cause.kind(), cause.getMessage());
    }
  }

  /** Caller holds the lock. */
  private void append(ByteBuffer bytes) {
    while (bytes.hasRemaining()) {
      ByteBuf last = queue.peekLast();
      if (last == null || !last.isWritable()) {
        last = memory.take();
        queue.add(last);
      }
      int part = Math.min(last.writableBytes(), bytes.remaining());
      last.writeBytes(bytes.slice(bytes.position(), part));
      bytes.position(bytes.position() + part);
    }
  }

  /** So much may wait for the disk now: less while all uploads together have what they may. */
  private int allowance() {
    return memory.isTight() ? Math.min(maxQueuedBytes, QueueMemory.BLOCK_BYTES) : maxQueuedBytes;
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
   * Breaks the upload off: nothing of it stays, unless it is a part of an upload that can be
   * continued. Without effect once it is finished.
   *
   * @param why one line for a human
   */
  public void abort(String why) {
    synchronized (this) {
      if (state == State.RECEIVING && sink.keeps()) {
        move(State.PARKING);
      } else if (state == State.RECEIVING) {
        discard(UploadFailure.ABORTED, why);
      }
    }
    wake();
  }

  /**
   * How it ends: the stored file, a part that is kept, or an {@link UploadException}. By then the
   * file has its name, or the part its place, or no trace is left. Completes on a writer thread.
   *
   * @return the outcome
   */
  public Future<UploadResult> result() {
    return result.future();
  }

  /**
   * Whether it still takes bytes.
   *
   * @return false once it is finished, aborted, or failed
   */
  public synchronized boolean isOpen() {
    return state == State.RECEIVING;
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
    queue.forEach(memory::give);
    queue.clear();
    queuedBytes = 0;
    senderWaits = false;
    move(State.DISCARDING);
  }

  /** Caller holds the lock. The only place where the state changes. */
  private void move(State to) {
    boolean legal =
        switch (state) {
          case RECEIVING -> to == State.FINISHING || to == State.PARKING || to == State.DISCARDING;
          case FINISHING, PARKING -> to == State.ENDED || to == State.DISCARDING;
          case DISCARDING -> to == State.GONE;
          case ENDED, GONE -> false;
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
    return switch (state) {
      case RECEIVING -> !queue.isEmpty();
      case FINISHING, PARKING, DISCARDING -> true;
      case ENDED, GONE -> false;
    };
  }

  /** One batch, or the end; then to the back of the writers' queue, so that uploads take turns. */
  private void write() {
    try {
      if (isReady()) {
        List<ByteBuf> batch = nextBatch();
        if (batch.isEmpty()) {
          end();
        } else {
          write(batch);
        }
      }
    } catch (IOException | UploadException | RuntimeException | Error e) {
      // An Error as well: without memory for one write the sender must not wait for ever.
      broken(UploadException.of(e));
    }
    synchronized (this) {
      writing = false;
    }
    wake();
  }

  /** What is to be discarded needs no preparation. */
  private boolean isReady() throws IOException {
    synchronized (this) {
      if (prepared || state == State.DISCARDING) {
        return true;
      }
    }
    prepared = sink.prepare();
    return prepared;
  }

  private void write(List<ByteBuf> batch) throws IOException, UploadException {
    long bytes = batch.stream().mapToLong(ByteBuf::readableBytes).sum();
    try {
      sink.write(batch.stream().map(ByteBuf::nioBuffer).toList());
    } finally {
      batch.forEach(memory::give);
    }
    written(bytes);
  }

  private synchronized List<ByteBuf> nextBatch() {
    var batch = new ArrayList<ByteBuf>(BATCH_BLOCKS);
    while (!queue.isEmpty() && batch.size() < BATCH_BLOCKS) {
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
      if (!senderWaits || queuedBytes > allowance() / 2) {
        return;
      }
      senderWaits = false;
    }
    onDrain.run();
  }

  private void broken(UploadException cause) {
    synchronized (this) {
      if (state == State.RECEIVING || state == State.FINISHING || state == State.PARKING) {
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
    switch (now) {
      case FINISHING -> ended(sink.finish());
      case PARKING -> ended(sink.park());
      case DISCARDING -> gone(failure.orElseThrow());
      case RECEIVING, ENDED, GONE -> {}
    }
  }

  private void ended(UploadResult how) {
    synchronized (this) {
      move(State.ENDED);
    }
    switch (how) {
      case StoredUpload stored -> ledger.stored();
      case ParkedUpload parked -> ledger.parked();
    }
    result.complete(how);
  }

  private void gone(UploadException why) {
    sink.discard(why.kind());
    synchronized (this) {
      move(State.GONE);
    }
    ledger.ended(why.kind());
    result.fail(why);
  }
}
