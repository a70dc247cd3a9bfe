package dev.samara.http;

import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.util.ArrayDeque;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The events on their way to one client. Offered from any thread, written on the request's event
 * loop. What a slow client does not take in time is dropped, newest first, and counted: it gets an
 * event {@code dropped} with their number as soon as it reads on.
 */
final class EventStream {
  /** The most that waits for one client, in characters. */
  static final int MAX_QUEUED_CHARS = 256 * 1024;

  /** Events leave together up to about this size. */
  private static final int WRITE_CHARS = 16 * 1024;

  private final Exchange exchange;
  private final HttpServerResponse response;
  private final AtomicLong droppedByAll;

  // Guarded by this.
  private final ArrayDeque<String> queue = new ArrayDeque<>();
  private int queuedChars;
  private long dropped;
  private boolean writerDue;

  // The event loop's.
  private boolean closed;
  private Runnable onClose = () -> {};

  EventStream(Exchange exchange, AtomicLong droppedByAll) {
    this.exchange = exchange;
    this.response = exchange.response();
    this.droppedByAll = droppedByAll;
  }

  /** Sends the head, so that the client knows it is connected. */
  void open() {
    response.putHeader("Content-Type", "text/event-stream; charset=utf-8");
    response.putHeader("Cache-Control", "no-store");
    response.setChunked(true);
    exchange.whenDone(this::ended);
    response.drainHandler(drained -> write());
    response.write(": connected\n\n");
  }

  /** Runs once, when the client has left or {@link #close} was called. */
  void onClose(Runnable action) {
    onClose = action;
  }

  void offer(JsonObject event) {
    String text = "data: " + event.encode() + "\n\n";
    synchronized (this) {
      if (queuedChars + text.length() > MAX_QUEUED_CHARS) {
        dropped++;
        droppedByAll.incrementAndGet();
      } else {
        queue.add(text);
        queuedChars += text.length();
      }
      if (writerDue) {
        return;
      }
      writerDue = true;
    }
    exchange.onLoop(this::write);
  }

  void heartbeat() {
    if (!closed && !response.writeQueueFull()) {
      response.write(": heartbeat\n\n").onFailure(gone -> ended());
    }
  }

  void close() {
    if (!closed) {
      response.end();
      ended();
    }
  }

  /** When the socket is full the drain handler comes back here; the writer stays due until then. */
  private void write() {
    while (!closed && !response.writeQueueFull()) {
      String batch = nextBatch();
      if (batch.isEmpty()) {
        return;
      }
      response.write(batch);
    }
  }

  private synchronized String nextBatch() {
    var batch = new StringBuilder();
    while (!queue.isEmpty() && batch.length() < WRITE_CHARS) {
      batch.append(queue.poll());
    }
    queuedChars -= batch.length();
    if (queue.isEmpty() && dropped > 0) {
      batch.append("event: dropped\ndata: {\"dropped\":").append(dropped).append("}\n\n");
      dropped = 0;
    }
    writerDue = !batch.isEmpty();
    return batch.toString();
  }

  private void ended() {
    if (!closed) {
      closed = true;
      onClose.run();
    }
  }
}
