package dev.samara.load.generator;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

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

  /** How long a connection with as many messages in flight as there may be waits for an answer. */
  private static final long FULL_PAUSE_NANOS = 1_000_000;

  /** Messages of different connections differ from this bit of their number on. */
  private static final int CONNECTION_SHIFT = 40;

  private final int index;
  private final EventLoop loop;
  private final Payload payload;
  private final AnswerReader reader;
  private final Tally tally;
  private final CompletableFuture<Void> done = new CompletableFuture<>();
  private Optional<ChannelHandlerContext> added = Optional.empty();
  private State state = State.CONNECTED;
  private Optional<Pace> pace = Optional.empty();
  private long sent;
  private long answered;
  private long inFlight;
  private boolean timerIsSet;

  LoadConnection(int index, EventLoop loop, LoadPlan plan, Payload payload, Tally tally) {
    this.index = index;
    this.loop = loop;
    this.payload = payload;
    this.tally = tally;
    this.reader = new AnswerReader(payload, firstNumber(), plan.compareEvery());
  }

  /** Ends when all messages are answered after the window; fails with the first fault. */
  CompletableFuture<Void> done() {
    return done;
  }

  /** Sends messages from now on; from any thread, once it is connected. */
  void begin(Pace newPace) {
    loop.execute(() -> {
      if (state == State.CONNECTED) {
        pace = Optional.of(newPace);
        enter(State.SENDING);
        goOn(added.orElseThrow(), newPace);
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

  /** What was answered in this turn may make room for new messages, which leave in one write. */
  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    pace.ifPresent(current -> goOn(context, current));
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    fail(context, "closed by the server with %d messages in flight".formatted(inFlight));
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    fail(context, "%s with %d messages in flight".formatted(cause.getMessage(), inFlight));
  }

  private void goOn(ChannelHandlerContext context, Pace current) {
    long nowNanos = System.nanoTime();
    if (state == State.SENDING && !current.isOver(nowNanos, sent)) {
      send(context, current, nowNanos);
    }
    if (state == State.SENDING && current.isOver(nowNanos, sent)) {
      enter(State.DRAINING);
    }
    if (state == State.DRAINING && inFlight == 0) {
      enter(State.DONE);
      done.complete(null);
    }
    wake(context, current);
  }

  /** Messages with a moment of their own are sent by the clock, one timer at a time. */
  private void wake(ChannelHandlerContext context, Pace current) {
    OptionalLong next = current.next(sent);
    if (state == State.SENDING && next.isPresent() && !timerIsSet) {
      timerIsSet = true;
      loop.schedule(
          () -> {
            timerIsSet = false;
            goOn(context, current);
          },
          delayNanos(current, next.getAsLong()),
          TimeUnit.NANOSECONDS);
    }
  }

  /** What is due and may not be sent waits for an answer, and is not asked about all the time. */
  private long delayNanos(Pace current, long nextNanos) {
    long nowNanos = System.nanoTime();
    if (current.due(nowNanos, sent, inFlight) > 0) {
      return 0;
    }
    return nextNanos - nowNanos > 0 ? nextNanos - nowNanos : FULL_PAUSE_NANOS;
  }

  private void count(long nowNanos) {
    Pace current = pace.orElseThrow(() -> new WrongAnswer("an answer before the first message"));
    while (answered < reader.answers()) {
      if (current.measures(answered, nowNanos)) {
        tally.record(nowNanos - current.beganNanos(answered));
      }
      answered++;
      inFlight--;
    }
  }

  private void send(ChannelHandlerContext context, Pace current, long nowNanos) {
    long count = current.due(nowNanos, sent, inFlight);
    if (count > 0) {
      for (long i = 0; i < count; i++) {
        current.sent(sent + i, nowNanos);
      }
      if (payload.frameBytes() > GATHER_BYTES) {
        sendLong(context, count);
      } else {
        sendGathered(context, count);
      }
      context.flush();
    }
  }

  private void sendGathered(ChannelHandlerContext context, long count) {
    int frameBytes = payload.frameBytes();
    int framesPerBuffer = GATHER_BYTES / frameBytes;
    for (long left = count; left > 0; left -= framesPerBuffer) {
      int frames = (int) Math.min(framesPerBuffer, left);
      ByteBuf out = context.alloc().directBuffer(frames * frameBytes);
      for (int i = 0; i < frames; i++) {
        payload.write(out, nextNumber());
      }
      context.write(out, context.voidPromise());
    }
  }

  private void sendLong(ChannelHandlerContext context, long count) {
    for (long i = 0; i < count; i++) {
      ByteBuf head = context.alloc().directBuffer(payload.headBytes());
      payload.writeHead(head, nextNumber());
      context.write(head, context.voidPromise());
      context.write(payload.filling(), context.voidPromise());
    }
  }

  /** Counts a message as sent and in flight. */
  private long nextNumber() {
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
