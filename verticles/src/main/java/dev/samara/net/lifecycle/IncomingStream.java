package dev.samara.net.lifecycle;

import dev.samara.codec.stream.EncodeStep;
import dev.samara.codec.stream.Encoder;
import dev.samara.net.connection.Connection;
import dev.samara.net.connection.MessageStream;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
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

    /** Runs a task on the event loop, never at once. */
    void later(Runnable task);

    /** Whether this is the event loop. */
    boolean isHere();

    /** Runs a call of the application. */
    void guarded(Runnable call);

    /** There is room for more, or the end was handed over. */
    void moved();
  }

  private final Connection connection;
  private final Owner owner;
  private final long lengthBytes;
  private final ArrayDeque<ByteBuf> waiting = new ArrayDeque<>();
  private long waitingBytes;
  private long demand = Long.MAX_VALUE;
  private Handler<Buffer> handler;
  private Handler<Void> endHandler = _ -> {};
  private Handler<Throwable> exceptionHandler = _ -> {};
  private State state = State.ARRIVING;
  private boolean delivering;

  /** Who takes the bytes as they were read, in the place of the handlers; null if nobody does. */
  private Relay relay;

  IncomingStream(Connection connection, Owner owner, long lengthBytes) {
    this.connection = connection;
    this.owner = owner;
    this.lengthBytes = lengthBytes;
  }

  void part(ByteBuf in, int byteCount) {
    waiting.add(kept(in, byteCount));
    waitingBytes += byteCount;
    deliver();
  }

  /** A short piece is copied: it would keep the whole buffer that it was read into. */
  private static ByteBuf kept(ByteBuf in, int byteCount) {
    return byteCount >= in.capacity() / 2
        ? in.readRetainedSlice(byteCount)
        : PooledByteBufAllocator.DEFAULT.directBuffer(byteCount).writeBytes(in, byteCount);
  }

  void end() {
    become(State.ARRIVED);
    deliver();
  }

  /** The connection has ended. */
  void breakOff(Throwable cause) {
    become(State.BROKEN);
    waiting.forEach(ByteBuf::release);
    waiting.clear();
    waitingBytes = 0;
    if (relay != null) {
      relay.broken(cause);
    } else {
      owner.guarded(() -> exceptionHandler.handle(cause));
    }
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

  private ByteBuf take() {
    var bytes = waiting.poll();
    waitingBytes -= bytes.readableBytes();
    return bytes;
  }

  private void deliver() {
    if (relay != null) {
      relay.arrived();
      return;
    }
    if (delivering) {
      return; // The handler asks for more within its own call: the loop below goes on.
    }
    delivering = true;
    try {
      while (handler != null && demand > 0 && !waiting.isEmpty()) {
        var bytes = new EncodeStep.Slice(take()).copied().bytes();
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
  public Encoder encoder() {
    return new Relay();
  }

  private Encoder copying() {
    return MessageStream.super.encoder();
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

  /**
   * Passes the bytes on as they were read if it is asked on the event loop they are read on; for
   * another one they are copied. Owned by the event loop that asks.
   */
  private final class Relay implements Encoder {

    private boolean isAsked;

    /** In use on another event loop; null on the same one. */
    private Encoder copies;

    /** Who waits for more; null if nobody does. */
    private Promise<Void> wanted;

    private String failure = "";

    @Override
    public EncodeStep pull() {
      if (!isAsked) {
        isAsked = true;
        if (owner.isHere()) {
          relay = this;
        } else {
          copies = copying();
        }
      }
      return copies == null ? next() : copies.pull();
    }

    private EncodeStep next() {
      if (!waiting.isEmpty()) {
        var wasFull = isFull();
        var bytes = take();
        settle(wasFull && !isFull());
        return new EncodeStep.Slice(bytes);
      }
      return switch (state) {
        case TAKEN -> new EncodeStep.Done();
        case BROKEN -> throw new IllegalStateException("the source failed: " + failure);
        case ARRIVING, ARRIVED -> {
          wanted = Promise.promise();
          yield new EncodeStep.Suspended(wanted.future());
        }
      };
    }

    /** Bytes, or the end. */
    void arrived() {
      settle(false);
      wake();
    }

    void broken(Throwable cause) {
      failure = String.valueOf(cause.getMessage());
      wake();
    }

    /** Not at once: who asks has not sent yet what it was given, and reading on brings more. */
    private void settle(boolean hasRoom) {
      var isLast = state == State.ARRIVED && waiting.isEmpty();
      if (isLast) {
        become(State.TAKEN);
      }
      if (isLast || hasRoom) {
        owner.later(owner::moved);
      }
    }

    private void wake() {
      if (wanted != null) {
        var woken = wanted;
        wanted = null;
        woken.complete();
      }
    }

    @Override
    public void close() {
      if (copies != null) {
        copies.close();
        return;
      }
      // What still comes is nobody's business any more: it is let run to its end.
      owner.run(() -> {
        relay = null;
        handler(_ -> {}).resume();
      });
    }
  }
}
