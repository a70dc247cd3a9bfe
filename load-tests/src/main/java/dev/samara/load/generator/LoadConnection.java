package dev.samara.load.generator;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * One connection of a run. All state is owned by the connection's event loop.
 *
 * <pre>
 *             begin                window over           last answer
 *   CONNECTED -----&gt; SENDING -----------------&gt; DRAINING ----------&gt; DONE
 *       |               |                           |
 *       +---------------+---------------------------+--&gt; FAILED   wrong answer, closed
 * </pre>
 */
final class LoadConnection extends ChannelInboundHandlerAdapter {
  private enum State {
    CONNECTED,
    SENDING,
    DRAINING,
    DONE,
    FAILED
  }

  /** Messages are gathered in buffers of this size; of longer ones only the head is copied. */
  private static final int GATHER_BYTES = 64 * 1024;

  /** Messages of different connections differ from this bit of their number on. */
  private static final int CONNECTION_SHIFT = 40;

  private final int index;
  private final EventLoop loop;
  private final int depth;
  private final Payload payload;
  private final AnswerReader reader;
  private final Tally tally;
  private final long[] sentNanos;
  private final CompletableFuture<Void> done = new CompletableFuture<>();
  private Optional<ChannelHandlerContext> added = Optional.empty();
  private State state = State.CONNECTED;
  private Window window = new Window(0, 0);
  private long sent;
  private long answered;
  private long inFlight;

  LoadConnection(int index, EventLoop loop, LoadPlan plan, Payload payload, Tally tally) {
    this.index = index;
    this.loop = loop;
    this.depth = plan.depth();
    this.payload = payload;
    this.tally = tally;
    this.reader = new AnswerReader(payload, firstNumber(), plan.compareEvery());
    this.sentNanos = new long[depth];
  }

  /** Ends when all messages are answered after the window; fails with the first fault. */
  CompletableFuture<Void> done() {
    return done;
  }

  /** Fills the connection with messages; from any thread, once it is connected. */
  void begin(Window times) {
    loop.execute(() -> {
      if (state == State.CONNECTED) {
        window = times;
        enter(State.SENDING);
        send(added.orElseThrow(), System.nanoTime());
      }
    });
  }

  /** Closes the connection, if it got that far; from any thread. */
  void close() {
    loop.execute(() -> added.ifPresent(ChannelHandlerContext::close));
  }

  /** What became of the messages, with those in flight given up; from any thread. */
  CompletableFuture<Balance> balance() {
    return CompletableFuture.supplyAsync(() -> new Balance(sent, answered, inFlight), loop);
  }

  /** What the connection waits for, empty if for nothing; from any thread. */
  CompletableFuture<Optional<String>> outstanding() {
    return CompletableFuture.supplyAsync(
        () ->
            inFlight == 0
                ? Optional.empty()
                : Optional.of(
                    "no answer to message %d of connection %d".formatted(answered, index)),
        loop);
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    added = Optional.of(context);
  }

  /** The time of an answer is that of the read that brought it: one look at the clock per read. */
  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ByteBuf in = (ByteBuf) message;
    try {
      if (state != State.FAILED) {
        reader.read(in, sent);
        count(System.nanoTime());
      }
    } catch (WrongAnswer wrong) {
      fail(context, wrong.getMessage());
    } finally {
      in.release();
    }
  }

  /** What was answered in this turn is replaced by as many new messages, in one write. */
  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    long nowNanos = System.nanoTime();
    if (state == State.SENDING && window.isOver(nowNanos)) {
      enter(State.DRAINING);
    }
    if (state == State.SENDING) {
      send(context, nowNanos);
    } else if (state == State.DRAINING && inFlight == 0) {
      enter(State.DONE);
      done.complete(null);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    fail(context, "closed by the server with %d messages in flight".formatted(inFlight));
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    fail(context, "%s with %d messages in flight".formatted(cause.getMessage(), inFlight));
  }

  private void count(long nowNanos) {
    boolean measured = window.contains(nowNanos);
    while (answered < reader.answers()) {
      if (measured) {
        tally.record(nowNanos - sentNanos[(int) (answered % depth)]);
      }
      answered++;
      inFlight--;
    }
  }

  private void send(ChannelHandlerContext context, long nowNanos) {
    if (payload.frameBytes() > GATHER_BYTES) {
      sendLong(context, nowNanos);
    } else {
      sendGathered(context, nowNanos);
    }
    context.flush();
  }

  private void sendGathered(ChannelHandlerContext context, long nowNanos) {
    int frameBytes = payload.frameBytes();
    int framesPerBuffer = GATHER_BYTES / frameBytes;
    while (inFlight < depth) {
      int frames = (int) Math.min(framesPerBuffer, depth - inFlight);
      ByteBuf out = context.alloc().directBuffer(frames * frameBytes);
      for (int i = 0; i < frames; i++) {
        payload.write(out, nextNumber(nowNanos));
      }
      context.write(out, context.voidPromise());
    }
  }

  private void sendLong(ChannelHandlerContext context, long nowNanos) {
    while (inFlight < depth) {
      ByteBuf head = context.alloc().directBuffer(payload.headBytes());
      payload.writeHead(head, nextNumber(nowNanos));
      context.write(head, context.voidPromise());
      context.write(payload.filling(), context.voidPromise());
    }
  }

  /** Counts a message as sent and in flight. */
  private long nextNumber(long nowNanos) {
    sentNanos[(int) (sent % depth)] = nowNanos;
    inFlight++;
    return firstNumber() + sent++;
  }

  private void fail(ChannelHandlerContext context, String reason) {
    if (state != State.DONE && state != State.FAILED) {
      enter(State.FAILED);
      done.completeExceptionally(new WrongAnswer("connection " + index + ": " + reason));
      context.close();
    }
  }

  private void enter(State next) {
    state = next;
  }

  private long firstNumber() {
    return (long) index << CONNECTION_SHIFT;
  }
}
