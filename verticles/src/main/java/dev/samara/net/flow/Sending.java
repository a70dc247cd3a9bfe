package dev.samara.net.flow;

import dev.samara.net.connection.Connection;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Sends many messages without holding them: the next one is pulled from its source only while those
 * on their way take less than a window. Pulls no more after the first that cannot be sent.
 */
public final class Sending {

  /** How much may be on its way unless told otherwise, 256 KiB: less than pauses reading. */
  public static final long DEFAULT_WINDOW_BYTES = 256 * 1024;

  /** What a message costs besides its bytes, so that empty ones cannot pile up. */
  private static final int MESSAGE_COST_BYTES = 32;

  private final Connection connection;
  private final long windowBytes;
  private final Promise<Sent> result = Promise.promise();

  /** How many have asked to pull: one does, for all of them, so that nothing recurses. */
  private final AtomicInteger pulls = new AtomicInteger();

  /** Asks the source for one message; it answers with {@link #offer} or {@link #end}. */
  private final Runnable source;

  // Guarded by this:
  private final List<Buffer> notSent = new ArrayList<>(0);
  private boolean asked;
  private boolean over;
  private Optional<Throwable> failure = Optional.empty();
  private int underWay;
  private long underWayBytes;
  private long sentMessages;
  private long sentBytes;

  private Sending(Connection connection, long windowBytes, Consumer<Sending> source) {
    if (windowBytes < 1) {
      throw new IllegalArgumentException("windowBytes: %d (expected: >= 1)".formatted(windowBytes));
    }
    this.connection = connection;
    this.windowBytes = windowBytes;
    this.source = () -> source.accept(this);
  }

  /**
   * Sends all messages of an iterator. Any thread.
   *
   * @param connection where to
   * @param messages pulled by the calling thread first and by the connection's event loop later,
   *     one at a time: must not block
   * @param windowBytes how much may be on its way, 1 or more; at least one message always is
   * @return completes when every message that was pulled has its outcome; never fails
   */
  public static Future<Sent> all(
      Connection connection, Iterator<Buffer> messages, long windowBytes) {
    var sending =
        new Sending(
            connection,
            windowBytes,
            self -> {
              if (messages.hasNext()) {
                self.offer(messages.next());
              } else {
                self.end(Optional.empty());
              }
            });
    sending.pull();
    return sending.result.future();
  }

  /**
   * Sends all messages of a stream. Any thread.
   *
   * @param connection where to
   * @param messages a paused or new stream; its handlers are set here. It is left paused if sending
   *     stops early
   * @param windowBytes how much may be on its way, 1 or more; at least one message always is
   * @return completes when every message that was pulled has its outcome; never fails
   */
  public static Future<Sent> all(
      Connection connection, ReadStream<Buffer> messages, long windowBytes) {
    var sending = new Sending(connection, windowBytes, _ -> messages.fetch(1));
    messages
        .pause()
        .exceptionHandler(cause -> sending.end(Optional.of(cause)))
        .endHandler(_ -> sending.end(Optional.empty()))
        .handler(sending::offer);
    sending.pull();
    return sending.result.future();
  }

  /** Asks the source while there is room. */
  private void pull() {
    if (pulls.getAndIncrement() != 0) {
      return;
    }
    var handled = 1;
    do {
      while (ask()) {
        try {
          source.run();
        } catch (RuntimeException e) {
          end(Optional.of(e));
        }
      }
      handled = pulls.addAndGet(-handled);
    } while (handled != 0);
    completeIfOver();
  }

  private synchronized boolean ask() {
    if (over || asked || underWay > 0 && underWayBytes >= windowBytes) {
      return false;
    }
    asked = true;
    return true;
  }

  /** The source gives a message. */
  private void offer(Buffer message) {
    synchronized (this) {
      asked = false;
      underWay++;
      underWayBytes += cost(message);
    }
    connection.send(message).onComplete(_ -> sent(message), cause -> notSent(message, cause));
    pull();
  }

  private static long cost(Buffer message) {
    return message.length() + MESSAGE_COST_BYTES;
  }

  /** The source has no more. */
  private void end(Optional<Throwable> cause) {
    synchronized (this) {
      over = true;
      if (failure.isEmpty()) {
        failure = cause;
      }
    }
    pull();
  }

  private void sent(Buffer message) {
    synchronized (this) {
      settle(message);
      sentMessages++;
      sentBytes += message.length();
    }
    pull();
  }

  private void notSent(Buffer message, Throwable cause) {
    synchronized (this) {
      settle(message);
      notSent.add(message);
    }
    end(Optional.of(cause));
  }

  private void settle(Buffer message) {
    underWay--;
    underWayBytes -= cost(message);
  }

  private void completeIfOver() {
    Sent sent;
    synchronized (this) {
      if (!over || underWay > 0) {
        return;
      }
      sent = new Sent(sentMessages, sentBytes, List.copyOf(notSent), failure);
    }
    result.tryComplete(sent);
  }
}
