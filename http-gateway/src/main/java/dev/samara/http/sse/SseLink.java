package dev.samara.http.sse;

import dev.samara.net.connection.Cause;
import dev.samara.net.connection.Link;
import dev.samara.net.connection.Transport;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.internal.buffer.BufferInternal;
import io.vertx.core.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * A stream of events as a link: each message to the peer is an event. What small events one turn
 * brings leaves in one write. Owned by the request's event loop.
 *
 * <pre>
 *   OPEN --closed in order--> ENDING --the answer's end is out--> CLOSED
 *   OPEN, ENDING --the client goes, or the stream is cut--> CLOSED
 * </pre>
 */
final class SseLink implements Link {
  private enum State {
    OPEN,
    ENDING,
    CLOSED
  }

  /** As much as one write takes well, and what may be on its way before the link wants no more. */
  private static final int CORK_BYTES = 64 * 1024;

  private static final Buffer COMMENT = Buffer.buffer(": keep-alive\n\n");

  /** RFC 9113, section 7. */
  private static final long CANCEL = 8;

  /** One write, and whose messages are in it. */
  private record Write(int bytes, List<Receipt> receipts) {}

  private final HttpServerRequest request;
  private final HttpServerResponse response;
  private final Context context;
  private final String tag;
  private final Posts posts;
  private final ArrayDeque<Write> written = new ArrayDeque<>();
  private State state = State.OPEN;
  private Receiver receiver;
  private ByteBuf cork = Unpooled.EMPTY_BUFFER;
  private List<Receipt> corked = new ArrayList<>();
  private int bytesOnTheirWay;
  private long events;
  private boolean wasQuiet;
  private boolean wasFull;
  private Cause closeCause = Cause.CONNECTION_LOST;

  /**
   * For one request that is not answered yet.
   *
   * @param tag begins the ids of its events: those of two streams differ
   * @param maxPosts how many messages of the peer may wait
   */
  SseLink(HttpServerRequest request, Context context, String tag, int maxPosts) {
    this.request = request;
    this.response = request.response();
    this.context = context;
    this.tag = tag;
    this.posts = new Posts(maxPosts, this::onLoop, this::received);
  }

  /** Puts the first event, to leave with what the connection says first. */
  void greet(String data) {
    corked().writeBytes(EventText.control("open", data));
  }

  /** There is a connection for it: the head of the answer leaves. */
  void start(Receiver connection) {
    receiver = connection;
    if (state == State.CLOSED) {
      receiver.closed(closeCause, "closed before it began");
      return;
    }
    flush();
  }

  /** From any thread. */
  void onLoop(Runnable action) {
    context.runOnContext(_ -> action.run());
  }

  /** A message of the peer, whose bytes are read when the connection wants them. Any thread. */
  Future<Void> post(Supplier<Future<Buffer>> body) {
    Promise<Void> taken = Promise.promise();
    onLoop(() -> posts.add(body, taken));
    return taken.future();
  }

  private void received(ByteBuf message) {
    receiver.read(message);
    receiver.readComplete();
  }

  /** The peer says that it sends nothing more; what it is owed still leaves. Any thread. */
  void endInput() {
    onLoop(() -> {
      if (receiver != null && state == State.OPEN) {
        receiver.inputEnded();
      }
    });
  }

  /** The server is shutting down. Any thread. */
  void drain(Duration within) {
    onLoop(() -> {
      if (receiver != null && state == State.OPEN) {
        receiver.drain(within);
      }
    });
  }

  /** Sends a comment unless something has left since the last time. */
  void keepAlive() {
    if (state == State.OPEN && wasQuiet && written.isEmpty()) {
      response.write(COMMENT);
    }
    wasQuiet = true;
  }

  /** The answer is out, or the client has gone. */
  void ended() {
    if (state == State.CLOSED) {
      return;
    }
    move(State.CLOSED);
    posts.end();
    // Each write is settled once: what is told of these later finds them gone.
    var first = true;
    var unsettled = List.copyOf(written);
    var waiting = List.copyOf(corked);
    written.clear();
    corked.clear();
    for (var write : unsettled) {
      for (var receipt : write.receipts()) {
        receipt.failed(first ? Receipt.UNKNOWN : 0);
      }
      first = false;
    }
    waiting.forEach(receipt -> receipt.failed(0));
    cork.release();
    cork = Unpooled.EMPTY_BUFFER;
    if (receiver != null) {
      receiver.closed(closeCause, "the client has gone");
    }
  }

  // What the connection says.

  @Override
  public SocketAddress remoteAddress() {
    return request.remoteAddress();
  }

  @Override
  public Transport transport() {
    return Transport.SSE;
  }

  @Override
  public boolean keepsMessageBounds() {
    return true;
  }

  @Override
  public void write(ByteBuf bytes, Receipt receipt) {
    try {
      if (state != State.OPEN) {
        receipt.failed(0);
        return;
      }
      events++;
      EventText.write(tag + ":" + events, bytes, corked());
      corked.add(receipt);
    } finally {
      bytes.release();
    }
    if (cork.readableBytes() >= CORK_BYTES) {
      flush();
    }
  }

  @Override
  public void flush() {
    if (!cork.isReadable() || state != State.OPEN) {
      return;
    }
    var bytes = cork;
    var write = new Write(bytes.readableBytes(), corked);
    cork = Unpooled.EMPTY_BUFFER;
    corked = new ArrayList<>();
    written.add(write);
    bytesOnTheirWay += write.bytes();
    wasQuiet = false;
    wasFull |= bytesOnTheirWay >= CORK_BYTES;
    response.write(BufferInternal.buffer(bytes)).onComplete(_ -> sent(write), _ -> ended());
  }

  private void sent(Write write) {
    if (!written.remove(write)) {
      return;
    }
    bytesOnTheirWay -= write.bytes();
    write.receipts().forEach(Receipt::done);
    if (wasFull && bytesOnTheirWay < CORK_BYTES / 2 && state == State.OPEN && receiver != null) {
      wasFull = false;
      // Not at once: what leaves while it is written would make the connection write within that.
      onLoop(this::writable);
    }
  }

  private void writable() {
    if (state == State.OPEN) {
      receiver.writable();
    }
  }

  @Override
  public boolean isWritable() {
    return bytesOnTheirWay + cork.readableBytes() < CORK_BYTES;
  }

  @Override
  public void read(boolean on) {
    posts.read(on);
  }

  @Override
  public void close(boolean inOrder) {
    if (inOrder && state == State.OPEN) {
      closeCause = Cause.CLOSED;
      flush();
      move(State.ENDING);
      // A browser would come back at once: the event tells it not to.
      response.end(BufferInternal.buffer(EventText.control("end", ""))).onComplete(_ -> ended());
    } else if (!inOrder && state != State.CLOSED) {
      closeCause = Cause.CLOSED;
      if (request.version() == HttpVersion.HTTP_1_0 || request.version() == HttpVersion.HTTP_1_1) {
        request.connection().close();
      } else {
        response.reset(CANCEL);
      }
      // Whoever closes is not told while it does.
      onLoop(this::ended);
    }
  }

  private ByteBuf corked() {
    if (cork == Unpooled.EMPTY_BUFFER) {
      cork = Unpooled.buffer(256);
    }
    return cork;
  }

  /** The only place where the state changes. */
  private void move(State to) {
    if (to.compareTo(state) <= 0) {
      throw new IllegalStateException("a stream cannot go from " + state + " to " + to);
    }
    state = to;
  }
}
