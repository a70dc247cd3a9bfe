package dev.samara.net.read;

import dev.samara.codec.FramingException;
import dev.samara.codec.parse.FrameParser;
import dev.samara.net.connection.Connection;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Reads bytes in straight-line code: for a {@link dev.samara.net.route.Conversation} on a
 * connection with the raw framing, or on any other {@link Source}.
 *
 * <pre>{@code
 * var in = ByteReader.of(connection, 65_536, Duration.ofSeconds(30));
 * for (var line = in.line(1_000); line.isPresent(); line = in.line(1_000)) {
 *   var body = in.exactly(Integer.parseInt(line.get())).orElseThrow();
 *   ...
 * }
 * }</pre>
 *
 * <p>Every call either gives a piece, or is empty because the peer has ended between two pieces, or
 * throws {@link PeerClosedException} because it ended within one. When the time is over nothing is
 * lost: the next call sees the same bytes. Any thread; calls are served in turn.
 */
public final class ByteReader {

  /** Where bytes come from. */
  @FunctionalInterface
  public interface Source {

    /**
     * Waits for bytes.
     *
     * @param within how long at most
     * @return one byte or more, or empty when no more will come
     * @throws IOException if reading fails
     * @throws InterruptedException if the thread is interrupted while it waits
     * @throws TimeoutException if there are none in time
     */
    Optional<Buffer> next(Duration within)
        throws IOException, InterruptedException, TimeoutException;
  }

  private final Source source;
  private final Duration limit;
  private final ReentrantLock turn = new ReentrantLock(true);

  // Guarded by the turn:
  private final Cutter cutter;
  private boolean ended;

  private ByteReader(Source source, int maxBytes, Duration limit) {
    this.source = source;
    this.cutter = new Cutter(maxBytes);
    this.limit = limit;
  }

  /**
   * Reads a connection.
   *
   * @param connection routed to a virtual thread, with the raw framing
   * @param maxBytes the longest piece that may be asked for, 1 to 1 GiB
   * @param limit how long a call without a limit of its own may take
   * @return the reader, which takes all of the connection's messages
   */
  public static ByteReader of(Connection connection, int maxBytes, Duration limit) {
    return new ByteReader(connection::receive, maxBytes, limit);
  }

  /**
   * Reads anything else.
   *
   * @param source where bytes come from
   * @param maxBytes the longest piece that may be asked for, 1 to 1 GiB
   * @param limit how long a call without a limit of its own may take
   * @return the reader
   */
  public static ByteReader of(Source source, int maxBytes, Duration limit) {
    return new ByteReader(source, maxBytes, limit);
  }

  /**
   * Reads so many bytes.
   *
   * @param byteCount 1 to the reader's maximum
   * @return the bytes, or empty if the peer has ended before the first of them
   * @throws IOException {@link PeerClosedException} within them, or what the source throws
   * @throws InterruptedException if the thread is interrupted while it waits
   * @throws TimeoutException if they are not there in time
   */
  public Optional<Buffer> exactly(int byteCount)
      throws IOException, InterruptedException, TimeoutException {
    return exactly(byteCount, limit);
  }

  /**
   * As {@link #exactly(int)}, with a time limit of its own.
   *
   * @param byteCount 1 to the reader's maximum
   * @param within how long the call may take
   * @return the bytes, or empty if the peer has ended before the first of them
   * @throws IOException {@link PeerClosedException} within them, or what the source throws
   * @throws InterruptedException if the thread is interrupted while it waits
   * @throws TimeoutException if they are not there in time
   */
  public Optional<Buffer> exactly(int byteCount, Duration within)
      throws IOException, InterruptedException, TimeoutException {
    return read(cutter.exactly(byteCount), within);
  }

  /**
   * Reads a line that ends with LF or CRLF.
   *
   * @param maxBytes its longest length without its end, 1 to the reader's maximum
   * @return the line without its end, or empty if the peer has ended before it
   * @throws IOException {@link PeerClosedException} within it, or what the source throws
   * @throws InterruptedException if the thread is interrupted while it waits
   * @throws TimeoutException if it is not there in time
   * @throws FramingException if it is longer, after which nothing more can be read, or no UTF-8
   */
  public Optional<String> line(int maxBytes)
      throws IOException, InterruptedException, TimeoutException {
    return line(maxBytes, limit);
  }

  /**
   * As {@link #line(int)}, with a time limit of its own.
   *
   * @param maxBytes its longest length without its end, 1 to the reader's maximum
   * @param within how long the call may take
   * @return the line without its end, or empty if the peer has ended before it
   * @throws IOException {@link PeerClosedException} within it, or what the source throws
   * @throws InterruptedException if the thread is interrupted while it waits
   * @throws TimeoutException if it is not there in time
   * @throws FramingException if it is longer, after which nothing more can be read, or no UTF-8
   */
  public Optional<String> line(int maxBytes, Duration within)
      throws IOException, InterruptedException, TimeoutException {
    return read(cutter.line(maxBytes), within).map(Text::utf8);
  }

  /**
   * Reads up to a delimiter.
   *
   * @param delimiter 1 to 64 bytes
   * @param maxBytes how much may come before it, 1 to the reader's maximum
   * @param within how long the call may take
   * @return what came before it, or empty if the peer has ended
   * @throws IOException {@link PeerClosedException} before the delimiter, or what the source throws
   * @throws InterruptedException if the thread is interrupted while it waits
   * @throws TimeoutException if it is not there in time
   * @throws FramingException if more comes before it; nothing more can be read after that
   */
  public Optional<Buffer> until(byte[] delimiter, int maxBytes, Duration within)
      throws IOException, InterruptedException, TimeoutException {
    return read(cutter.until(delimiter, maxBytes), within);
  }

  /**
   * Reads what there is.
   *
   * @return one byte or more, or empty when no more will come
   * @throws IOException what the source throws
   * @throws InterruptedException if the thread is interrupted while it waits
   * @throws TimeoutException if there is nothing in time
   */
  public Optional<Buffer> some() throws IOException, InterruptedException, TimeoutException {
    return some(limit);
  }

  /**
   * As {@link #some()}, with a time limit of its own.
   *
   * @param within how long the call may take
   * @return one byte or more, or empty when no more will come
   * @throws IOException what the source throws
   * @throws InterruptedException if the thread is interrupted while it waits
   * @throws TimeoutException if there is nothing in time
   */
  public Optional<Buffer> some(Duration within)
      throws IOException, InterruptedException, TimeoutException {
    return read(cutter.some(), within);
  }

  private Optional<Buffer> read(FrameParser rule, Duration within)
      throws IOException, InterruptedException, TimeoutException {
    var deadlineNanos = System.nanoTime() + within.toNanos();
    if (!turn.tryLock(within.toNanos(), TimeUnit.NANOSECONDS)) {
      throw new TimeoutException("others read for %d ms".formatted(within.toMillis()));
    }
    try {
      for (var piece = cutter.cut(rule); ; piece = cutter.cut(rule)) {
        if (piece.isPresent()) {
          return piece;
        }
        if (!fill(deadlineNanos)) {
          return Optional.empty();
        }
      }
    } finally {
      turn.unlock();
    }
  }

  /** Gets more, or returns false at an end between two pieces. */
  private boolean fill(long deadlineNanos)
      throws IOException, InterruptedException, TimeoutException {
    if (!ended) {
      var more = source.next(Duration.ofNanos(Math.max(0, deadlineNanos - System.nanoTime())));
      more.ifPresent(cutter::add);
      ended = more.isEmpty();
    }
    if (ended && cutter.pendingBytes() > 0) {
      throw new PeerClosedException(cutter.pendingBytes());
    }
    return !ended;
  }
}
