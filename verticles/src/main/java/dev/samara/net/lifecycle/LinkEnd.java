package dev.samara.net.lifecycle;

import dev.samara.codec.FrameDecoder;
import dev.samara.codec.FrameSink;
import dev.samara.codec.Framing;
import dev.samara.codec.FramingException;
import dev.samara.net.connection.AddressText;
import dev.samara.net.connection.Cause;
import dev.samara.net.connection.ConnectionOptions;
import dev.samara.net.connection.Link;
import dev.samara.net.connection.Timeouts;
import dev.samara.net.connection.UndeliveredException;
import dev.samara.net.connection.UndeliveredException.Outcome;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where a link's bytes come in and become messages. Owned by the connection's event loop.
 *
 * <p>Bytes that have come in, but may not be decoded yet, are kept, and the link is not read: while
 * the decoder waits for something, while a long message is not taken, and between two messages if
 * the route gets one at a time and has not dealt with it.
 */
final class LinkEnd implements Link.Receiver, FrameSink {

  private static final Logger LOG = LoggerFactory.getLogger(LinkEnd.class);

  private final Engine engine;
  private final Link link;
  private final boolean oneAtATime;

  /** The link reads message by message: all that one turn brings goes to the route together. */
  private final boolean gathers;

  /** Bytes not decoded yet, read by read; empty unless decoding is held up. */
  private final ArrayDeque<ByteBuf> held = new ArrayDeque<>(0);

  private FrameDecoder decoder;
  private ArrayList<Buffer> messages = new ArrayList<>();

  /** The long message that is arriving or being taken; null if there is none. */
  private IncomingStream stream;

  private boolean suspended;
  private boolean decoding;
  private boolean inputEnded;
  private long lastReadNanos;

  /** When the first byte of the unfinished message came; meaningless while there is none. */
  private long messageBeganNanos;

  LinkEnd(Engine engine, Link link, ConnectionOptions options) {
    this.engine = engine;
    this.link = link;
    this.oneAtATime = options.oneAtATime();
    this.gathers = link.keepsMessageBounds() && !oneAtATime;
    this.decoder = options.framing().newDecoder();
    this.lastReadNanos = engine.nowNanos();
  }

  /** Whether there is enough to decode without reading any more. */
  boolean isBehind() {
    return !held.isEmpty();
  }

  /** Whether nothing can be decoded for now. */
  private boolean isHeldUp() {
    return suspended
        || engine.isSwitching()
        || stream != null && (stream.isFull() || stream.hasArrived())
        || oneAtATime && engine.inbound().pending() > 0;
  }

  /** A dialled link stands: from now on the peer may be silent too long. */
  void opened() {
    lastReadNanos = engine.nowNanos();
  }

  /** Time passes while the link is read. */
  void tick(long nowNanos, Timeouts limits) {
    if (exceeds(nowNanos - lastReadNanos, limits.idle())) {
      if (engine.isKeptThoughIdle()) {
        lastReadNanos = nowNanos;
      } else {
        engine
            .life()
            .finish(Cause.TIME_LIMIT, "idle for %d ms".formatted(limits.idle().toMillis()));
      }
    } else if (decoder.pendingBytes() > 0 && exceeds(nowNanos - messageBeganNanos, limits.read())) {
      engine
          .life()
          .finish(
              Cause.TIME_LIMIT,
              "a message did not arrive within %d ms".formatted(limits.read().toMillis()));
    }
  }

  private static boolean exceeds(long nanos, Duration limit) {
    return !limit.isZero() && nanos > limit.toNanos();
  }

  @Override
  public void read(ByteBuf bytes) {
    if (engine.life().state() != State.OPEN) {
      return;
    }
    engine.outbound().holdFlush();
    lastReadNanos = engine.nowNanos();
    if (held.isEmpty() && !isHeldUp()) {
      decode(bytes);
    }
    if (bytes.isReadable() && engine.life().state() == State.OPEN) {
      held.add(bytes.readBytes(bytes.readableBytes()));
    }
    engine.inbound().part(unfinishedBytes());
  }

  /** What is held of messages that the route has not got whole. */
  private long unfinishedBytes() {
    var bytes = (long) decoder.pendingBytes();
    if (stream != null) {
      bytes += stream.waitingBytes();
    }
    if (!held.isEmpty()) {
      bytes += held.stream().mapToInt(ByteBuf::readableBytes).sum();
    }
    return bytes;
  }

  /** What held decoding up may be over: goes on with the bytes that wait. */
  void resume() {
    if (decoding || held.isEmpty() && messages.isEmpty() && !inputEnded) {
      return;
    }
    while (!held.isEmpty() && !isHeldUp() && engine.life().state() == State.OPEN) {
      var bytes = held.peek();
      decode(bytes);
      // A fault has let it go already.
      if (held.peek() == bytes && !bytes.isReadable()) {
        held.poll().release();
      }
    }
    deliverGathered();
    engine.inbound().part(unfinishedBytes());
    engine.flushAnswers();
    if (inputEnded && held.isEmpty() && !isHeldUp()) {
      inputEnded();
    }
  }

  /** Decodes until the bytes are used up or something holds it up. */
  private void decode(ByteBuf bytes) {
    decoding = true;
    try {
      do {
        decodeOnce(bytes);
      } while (bytes.isReadable() && !isHeldUp() && engine.life().state() == State.OPEN);
    } finally {
      decoding = false;
    }
  }

  private void decodeOnce(ByteBuf bytes) {
    var wasWithin = decoder.pendingBytes() > 0;
    var fault = "";
    try {
      decoder.decode(bytes, this);
      decoder.suspension().ifPresent(this::suspend);
    } catch (FramingException e) {
      fault = e.getMessage();
    }
    if (!wasWithin || !messages.isEmpty()) {
      messageBeganNanos = lastReadNanos;
    }
    if (!gathers) {
      deliver();
    }
    if (!fault.isEmpty()) {
      broken(fault);
    }
  }

  private void deliver() {
    if (!messages.isEmpty()) {
      var batch = messages;
      // A peer's next read is often like its last.
      messages = new ArrayList<>(batch.size());
      engine.received(batch);
    }
  }

  private void deliverGathered() {
    if (engine.life().state() != State.OPEN) {
      messages.clear();
    } else if (!engine.isSwitching()) {
      deliver();
    }
  }

  @Override
  public boolean frame(Buffer message) {
    messages.add(message);
    return !oneAtATime;
  }

  @Override
  public void start(long lengthBytes) {
    deliver();
    stream = new IncomingStream(engine.connection(), new StreamOwner(), lengthBytes);
    if (!engine.received(stream)) {
      stream = null;
      FrameSink.super.start(lengthBytes);
    }
  }

  @Override
  public void part(ByteBuf in, int byteCount) {
    if (stream == null) {
      in.skipBytes(byteCount);
    } else {
      messageBeganNanos = lastReadNanos;
      stream.part(in, byteCount);
    }
  }

  @Override
  public boolean end() {
    if (stream != null) {
      stream.end();
    }
    return stream == null && !oneAtATime;
  }

  private void suspend(Future<Void> until) {
    suspended = true;
    until.onComplete(
        _ -> engine.run(this::endSuspension),
        cause ->
            engine.run(() -> {
              endSuspension();
              broken(String.valueOf(cause.getMessage()));
            }));
  }

  private void endSuspension() {
    suspended = false;
    // The decoder may hold bytes of its own: it is called even if none have come meanwhile.
    if (held.isEmpty() && engine.life().state() == State.OPEN) {
      decode(Unpooled.EMPTY_BUFFER);
    }
    resume();
  }

  /**
   * From the next byte on, the stream has another framing.
   *
   * @throws IllegalStateException if that byte has already been decoded
   */
  void switchFraming(Framing next) {
    if (!oneAtATime) {
      throw new IllegalStateException(
          "the framing can be switched only where messages are read one at a time");
    }
    if (decoder.pendingBytes() > 0 || stream != null || suspended) {
      throw new IllegalStateException("the framing cannot be switched within a message");
    }
    decoder.close();
    decoder = next.newDecoder();
  }

  /** A broken stream cannot be resumed; a broken datagram harms no other. */
  private void broken(String fault) {
    if (link.keepsMessageBounds()) {
      LOG.warn(
          "{} from {}: {}; discarded",
          engine.connection().id(),
          AddressText.of(link.remoteAddress()),
          fault);
    } else {
      LOG.warn(
          "{} from {}: {}; closing",
          engine.connection().id(),
          AddressText.of(link.remoteAddress()),
          fault);
      engine.life().finish(Cause.BROKEN_BYTES, fault);
    }
  }

  @Override
  public void readComplete() {
    deliverGathered();
    engine.flushAnswers();
  }

  @Override
  public void writable() {
    engine.flushAnswers();
  }

  @Override
  public void inputEnded() {
    if (engine.life().state() != State.OPEN) {
      return;
    }
    deliverGathered();
    inputEnded = true;
    if (held.isEmpty() && !suspended && !engine.isSwitching()) {
      engine
          .life()
          .finishedByPeer(
              decoder.pendingBytes() == 0 && (stream == null || stream.hasArrived())
                  ? "closed by the peer"
                  : "closed by the peer within a message");
    }
  }

  @Override
  public void drain(Duration within) {
    engine.connection().drain(within);
  }

  @Override
  public void closed(Cause cause, String why) {
    engine.life().linkClosed(cause, why);
  }

  /** Nothing more is read: what was not decoded is let go, a long message breaks off. */
  void stop(String reason) {
    while (!held.isEmpty()) {
      held.poll().release();
    }
    if (stream != null && !stream.hasArrived()) {
      breakOff(reason);
    }
  }

  /** The connection has ended. */
  void end(String reason) {
    decoder.close();
    if (stream != null) {
      breakOff(reason);
    }
  }

  private void breakOff(String reason) {
    var broken = stream;
    stream = null;
    if (broken.isTaken()) {
      engine.handled(1);
      return;
    }
    engine.gaveBack(1);
    broken.breakOff(new UndeliveredException(Outcome.INCOMPLETE, engine.life().cause(), reason));
  }

  /** What a long message needs of its engine. */
  private final class StreamOwner implements IncomingStream.Owner {

    @Override
    public void run(Runnable task) {
      engine.run(task);
    }

    @Override
    public void later(Runnable task) {
      engine.later(task);
    }

    @Override
    public boolean isHere() {
      return engine.isHere();
    }

    @Override
    public void guarded(Runnable call) {
      engine.guarded(call);
    }

    @Override
    public void moved() {
      if (stream != null && stream.isTaken()) {
        stream = null;
        engine.handled(1);
      } else {
        resume();
      }
    }
  }
}
