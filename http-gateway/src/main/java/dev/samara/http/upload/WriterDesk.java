package dev.samara.http.upload;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** The writer threads of a store, and the uploads under way on them. Any thread. */
final class WriterDesk {
  private final UploadLimits limits;
  private final ExecutorService writers;
  private final UploadLedger ledger = new UploadLedger();
  private final QueueMemory memory;
  private final Set<Upload> underWay = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  interface DiskWork<T> {
    T run() throws IOException, UploadException;
  }

  WriterDesk(UploadLimits limits) {
    this(limits, new QueueMemory(limits.maxQueuedBytesInAll()));
  }

  WriterDesk(UploadLimits limits, QueueMemory memory) {
    this.limits = limits;
    this.memory = memory;
    this.writers =
        Executors.newFixedThreadPool(
            limits.writers(), Thread.ofPlatform().daemon().name("samara-upload-", 0).factory());
  }

  UploadLedger ledger() {
    return ledger;
  }

  int maxQueuedBytes() {
    return limits.maxQueuedBytes();
  }

  QueueMemory memory() {
    return memory;
  }

  void execute(Runnable work) {
    writers.execute(work);
  }

  /** Runs on a writer; the future fails with {@link UploadException} only. */
  <T> Future<T> run(DiskWork<T> work) {
    Promise<T> promise = Promise.promise();
    try {
      writers.execute(() -> runInto(promise, work));
    } catch (RejectedExecutionException e) {
      return closedFailure();
    }
    return promise.future();
  }

  private static <T> void runInto(Promise<T> promise, DiskWork<T> work) {
    T value;
    try {
      value = work.run();
    } catch (IOException | UploadException | RuntimeException | Error e) {
      promise.fail(UploadException.of(e));
      return;
    }
    promise.complete(value);
  }

  /** Completes a while later. */
  Future<Void> later(Duration delay) {
    Promise<Void> promise = Promise.promise();
    CompletableFuture.delayedExecutor(delay.toMillis(), TimeUnit.MILLISECONDS)
        .execute(promise::complete);
    return promise.future();
  }

  /** Accounts for one more request, which the work begins or refuses. */
  <T> Future<T> accept(Supplier<Future<T>> work) {
    if (closed) {
      return closedFailure();
    }
    if (!ledger.tryAccept(limits.maxInFlight())) {
      return Future.failedFuture(
          new UploadException(
              UploadFailure.TOO_MANY, limits.maxInFlight() + " uploads are under way"));
    }
    return work.get().onFailure(e -> ledger.ended(((UploadException) e).kind()));
  }

  Upload begin(UploadSink sink, long maxBytes, Runnable onDrain) {
    Upload upload = new Upload(sink, maxBytes, this, onDrain);
    underWay.add(upload);
    upload
        .result()
        .onComplete(end -> {
          underWay.remove(upload);
          if (underWay.isEmpty()) {
            memory.trim();
          }
        });
    if (closed) {
      upload.abort("the store is closing");
    }
    return upload;
  }

  /**
   * Aborts what is being received, waits for the rest, does the last work, and ends the threads.
   */
  Future<Void> close(DiskWork<Void> last) {
    closed = true;
    underWay.forEach(upload -> upload.abort("the store is closing"));
    return ledger
        .close()
        .compose(idle -> run(last).otherwiseEmpty())
        .onComplete(end -> {
          writers.shutdown();
          memory.close();
        });
  }

  private static <T> Future<T> closedFailure() {
    return Future.failedFuture(new UploadException(UploadFailure.ABORTED, "the store is closed"));
  }
}
