package dev.samara.net.read;

import dev.samara.codec.FramingException;
import dev.samara.codec.parse.FrameParser;
import dev.samara.net.connection.Connection;
import dev.samara.net.connection.Event;
import dev.samara.net.connection.Route;
import dev.samara.net.connection.Session;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.ContextInternal;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Reads bytes with futures: {@link ByteReader} for the event loop. Any thread may ask; pieces come
 * in the order in which they were asked for, each future completes on the connection's event loop,
 * and what nobody asks for is not read beyond the connection's credit.
 *
 * <p>A future gives a piece, or is empty because the peer has ended between two pieces, or fails
 * with {@link PeerClosedException} because it ended within one, or with {@link FramingException}
 * because a limit was passed, after which nothing more can be read.
 */
public final class AsyncByteReader {

  private record Want(FrameParser rule, Promise<Optional<Buffer>> promise) {}

  private final Session.Control control;
  private final Cutter cutter;

  // Owned by the event loop:
  private final ArrayDeque<Want> wants = new ArrayDeque<>();
  private final ArrayDeque<Buffer> arrived = new ArrayDeque<>();
  private boolean chunkInHand;
  private boolean ended;
  private boolean serving;

  private AsyncByteReader(Session.Control control, int maxBytes) {
    this.control = control;
    this.cutter = new Cutter(maxBytes);
  }

  /**
   * The route to such readers, for listeners and connectors with the raw framing.
   *
   * @param maxBytes the longest piece that may be asked for, 1 to 1 GiB
   * @param opened called on the event loop with the reader of each new connection
   * @return the route
   */
  public static Route route(int maxBytes, Consumer<AsyncByteReader> opened) {
    return new ReaderRoute(maxBytes, opened);
  }

  private record ReaderRoute(int maxBytes, Consumer<AsyncByteReader> opened) implements Route {

    @Override
    public String name() {
      return "bytes";
    }

    @Override
    public Session open(Session.Control control) {
      var reader = new AsyncByteReader(control, maxBytes);
      return reader.new ReaderSession(opened);
    }
  }

  /**
   * The connection.
   *
   * @return the connection
   */
  public Connection connection() {
    return control;
  }

  /**
   * Reads so many bytes.
   *
   * @param byteCount 1 to the reader's maximum
   * @return completes with the bytes, or empty if the peer has ended before the first of them
   */
  public Future<Optional<Buffer>> exactly(int byteCount) {
    return ask(cutter.exactly(byteCount));
  }

  /**
   * Reads a line of UTF-8 that ends with LF or CRLF.
   *
   * @param maxBytes its longest length without its end, 1 to the reader's maximum
   * @return completes with the line without its end, or empty if the peer has ended before it
   */
  public Future<Optional<String>> line(int maxBytes) {
    return ask(cutter.line(maxBytes)).map(line -> line.map(Text::utf8));
  }

  /**
   * Reads up to a delimiter.
   *
   * @param delimiter 1 to 64 bytes
   * @param maxBytes how much may come before it, 1 to the reader's maximum
   * @return completes with what came before it, or empty if the peer has ended
   */
  public Future<Optional<Buffer>> until(byte[] delimiter, int maxBytes) {
    return ask(cutter.until(delimiter, maxBytes));
  }

  /**
   * Reads what there is.
   *
   * @return completes with one byte or more, or empty when no more will come
   */
  public Future<Optional<Buffer>> some() {
    return ask(cutter.some());
  }

  private Future<Optional<Buffer>> ask(FrameParser rule) {
    var context = (ContextInternal) control.context();
    Promise<Optional<Buffer>> promise = context.promise();
    var want = new Want(rule, promise);
    if (context.nettyEventLoop().inEventLoop()) {
      add(want);
    } else {
      context.runOnContext(_ -> add(want));
    }
    return promise.future();
  }

  private void add(Want want) {
    wants.add(want);
    serve();
  }

  /** Serves what can be served; who is served may ask again, which does not recurse. */
  private void serve() {
    if (serving) {
      return;
    }
    serving = true;
    try {
      while (!wants.isEmpty() && serveFirst()) {
        settle();
      }
      settle();
    } finally {
      serving = false;
    }
  }

  /** Returns whether there was progress. */
  private boolean serveFirst() {
    try {
      var piece = cutter.cut(wants.peek().rule);
      if (piece.isPresent()) {
        wants.poll().promise.complete(piece);
        return true;
      }
    } catch (FramingException e) {
      wants.poll().promise.fail(e);
      return true;
    }
    settle();
    if (!arrived.isEmpty()) {
      cutter.add(arrived.poll());
      chunkInHand = true;
      return true;
    }
    if (ended) {
      end(wants.poll().promise);
    }
    return ended;
  }

  private void end(Promise<Optional<Buffer>> promise) {
    if (cutter.pendingBytes() > 0) {
      promise.fail(new PeerClosedException(cutter.pendingBytes()));
    } else {
      promise.complete(Optional.empty());
    }
  }

  /** A chunk counts as dealt with when all of it was cut, after whoever got it has been told. */
  private void settle() {
    if (chunkInHand && cutter.needsMore()) {
      chunkInHand = false;
      control.handled(1);
    }
  }

  /** The connection's side. */
  private final class ReaderSession implements Session {

    private final Consumer<AsyncByteReader> opened;

    ReaderSession(Consumer<AsyncByteReader> opened) {
      this.opened = opened;
    }

    @Override
    public void opened() {
      opened.accept(AsyncByteReader.this);
    }

    @Override
    public Future<List<Buffer>> leave() {
      return Future.failedFuture(
          new IllegalStateException("who reads the connection of a byte reader keeps it"));
    }

    @Override
    public void messages(List<Buffer> messages) {
      arrived.addAll(messages);
      serve();
    }

    @Override
    public void inputEnded() {
      ended = true;
      serve();
    }

    @Override
    public void closed(Event.Disconnected event) {
      ended = true;
      serve();
    }
  }
}
