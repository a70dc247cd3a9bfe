package dev.samara.net.lifecycle;

import dev.samara.net.connection.Connection;
import dev.samara.net.connection.MessageStream;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayDeque;

/**
 * What has arrived of a long message and nobody has taken yet. Owned by the connection's event
 * loop.
 *
 * <pre>
 *   ARRIVING ── last byte arrived ──▶ ARRIVED ── taken by the handler ──▶ TAKEN
 *      │                                 │
 *      └───── connection ended ──────────┴──▶ BROKEN
 * </pre>
 */
final class IncomingStream implements MessageStream {

  /** How much may wait for the handler before the socket is not read any more. */
  private static final long MAX_WAITING_BYTES = 256 * 1024;

  private enum State {
    ARRIVING,
    ARRIVED,
    TAKEN,
    BROKEN
  }

  /** Who is told that the handler has taken bytes, or all of them. */
  interface Owner {

    /** Runs a task on the event loop, at once if this is it. */
    void run(Runnable task);

    /** Runs a call of the application. */
    void guarded(Runnable call);

    /** There is room for more, or the end was handed over. */
    void moved();
  }

  private final Connection connection;
  private final Owner owner;
  private final long lengthBytes;
  private final ArrayDeque<Buffer> waiting = new ArrayDeque<>();
  private long waitingBytes;
  private long demand = Long.MAX_VALUE;
  private Handler<Buffer> handler;
  private Handler<Void> endHandler = _ -> {};
  private Handler<Throwable> exceptionHandler = _ -> {};
  private State state = State.ARRIVING;
  private boolean delivering;

  IncomingStream(Connection connection, Owner owner, long lengthBytes) {
    this.connection = connection;
    this.owner = owner;
    this.lengthBytes = lengthBytes;
  }

  void part(Buffer bytes) {
    waiting.add(bytes);
    waitingBytes += bytes.length();
    deliver();
  }

  void end() {
    become(State.ARRIVED);
    deliver();
  }

  /** The connection has ended. */
  void breakOff(Throwable cause) {
    become(State.BROKEN);
    waiting.clear();
    waitingBytes = 0;
    owner.guarded(() -> exceptionHandler.handle(cause));
  }

  boolean isTaken() {
    return state == State.TAKEN;
  }

  boolean hasArrived() {
    return state == State.ARRIVED || state == State.TAKEN;
  }

  long waitingBytes() {
    return waitingBytes;
  }

  boolean isFull() {
    return waitingBytes > MAX_WAITING_BYTES;
  }

  private void become(State next) {
    state = next;
  }

  private void deliver() {
    if (delivering) {
      return; // The handler asks for more within its own call: the loop below goes on.
    }
    delivering = true;
    try {
      while (handler != null && demand > 0 && !waiting.isEmpty()) {
        var bytes = waiting.poll();
        waitingBytes -= bytes.length();
        if (demand != Long.MAX_VALUE) {
          demand--;
        }
        owner.guarded(() -> handler.handle(bytes));
      }
    } finally {
      delivering = false;
    }
    if (state == State.ARRIVED && waiting.isEmpty() && handler != null) {
      become(State.TAKEN);
      owner.guarded(() -> endHandler.handle(null));
    }
    owner.moved();
  }

  @Override
  public Connection connection() {
    return connection;
  }

  @Override
  public long lengthBytes() {
    return lengthBytes;
  }

  @Override
  public MessageStream handler(Handler<Buffer> newHandler) {
    owner.run(() -> {
      handler = newHandler;
      deliver();
    });
    return this;
  }

  @Override
  public MessageStream pause() {
    owner.run(() -> demand = 0);
    return this;
  }

  @Override
  public MessageStream resume() {
    return fetch(Long.MAX_VALUE);
  }

  @Override
  public MessageStream fetch(long buffers) {
    if (buffers < 0) {
      throw new IllegalArgumentException("buffers: %d (expected: >= 0)".formatted(buffers));
    }
    owner.run(() -> {
      demand = demand + buffers < 0 ? Long.MAX_VALUE : demand + buffers;
      deliver();
    });
    return this;
  }

  @Override
  public MessageStream endHandler(Handler<Void> newHandler) {
    owner.run(() -> endHandler = newHandler == null ? _ -> {} : newHandler);
    return this;
  }

  @Override
  public MessageStream exceptionHandler(Handler<Throwable> newHandler) {
    owner.run(() -> exceptionHandler = newHandler == null ? _ -> {} : newHandler);
    return this;
  }
}
