package dev.samara.codec.stream;

import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.concurrent.Executor;

/**
 * Drives the decoders of one connection over the bytes that arrive, in order, whether they suspend
 * or not. What arrives during a suspension is kept, and the source is asked to pause.
 *
 * <pre>
 *             push, message, need more
 *               ┌──────┐
 *               ▼      │  suspended
 *   start ──▶  READY ──┴────────────▶ SUSPENDED
 *               │  ▲   until succeeds     │
 *               │  └──────────────────────┤
 *               │                         │
 *               ▼                         ▼
 *   OVER   (a failure, close; end, once all that is held is decoded; discards everything)
 * </pre>
 *
 * <p>One thread, the owner's, calls all methods and is called in the sink. The pump holds at most
 * its limit and one read, however many messages there are; neither many messages in one read nor
 * many suspensions at once use up the stack.
 *
 * @param <T> the messages
 */
public final class DecoderPump<T> {

  /**
   * Takes what the pump makes. Called on the owner's thread, never while it is being called. What
   * it throws closes the pump and goes to the pump's caller.
   *
   * @param <T> the messages
   */
  public interface Sink<T> {

    /**
     * The next message.
     *
     * @param value the message
     */
    void message(T value);

    /** Enough is held: the source shall stop for now. What it has under way is still taken. */
    void pause();

    /** The source shall go on. */
    void resume();

    /**
     * The bytes are not a message's, or a decoder failed: the last word of this pump.
     *
     * @param failure why; says whether a retry helps
     */
    void failed(CodecException failure);

    /**
     * All bytes before {@link DecoderPump#end} have been decoded: the last word of this pump.
     *
     * @param midMessage whether the bytes ended in the midst of a message
     */
    void ended(boolean midMessage);
  }

  private enum State {
    READY,
    SUSPENDED,
    OVER
  }

  private final Converter<T> converter;
  private final Executor owner;
  private final int maxHeldBytes;
  private final Sink<T> sink;

  private final Deque<Buffer> held = new ArrayDeque<>();
  private long heldBytes;
  private State state = State.READY;

  /** The decoder of the unfinished message; null between two. */
  private Decoder<T> decoder;

  /** Whether the decoder waits to be called, with bytes or without. */
  private boolean resumed;

  /** Whether the loop runs, further down on the stack. */
  private boolean looping;

  private boolean paused;
  private boolean ending;

  /**
   * Makes the pump of one connection.
   *
   * @param converter makes a decoder for each message
   * @param owner runs a task on the thread that owns the pump, such as an event loop
   * @param maxHeldBytes what may be held during a suspension in bytes, 4 or more; the source is
   *     paused at half of it and goes on at a quarter
   * @param sink takes the messages
   * @throws IllegalArgumentException if the limit is out of range
   */
  public DecoderPump(Converter<T> converter, Executor owner, int maxHeldBytes, Sink<T> sink) {
    if (maxHeldBytes < 4) {
      throw new IllegalArgumentException(
          "maxHeldBytes: %d (expected: >= 4)".formatted(maxHeldBytes));
    }
    this.converter = Objects.requireNonNull(converter, "converter");
    this.owner = Objects.requireNonNull(owner, "owner");
    this.maxHeldBytes = maxHeldBytes;
    this.sink = Objects.requireNonNull(sink, "sink");
  }

  /**
   * Takes the bytes of one read. Discards them once the pump has said its last word.
   *
   * @param bytes belong to the pump from now on
   * @throws IllegalStateException if the source has been told to pause and has filled the limit
   *     since; the pump is closed
   */
  public void push(Buffer bytes) {
    if (state == State.OVER) {
      return;
    }
    if (ending || heldBytes >= maxHeldBytes) {
      close();
      throw new IllegalStateException(ending ? "bytes after the end" : "bytes during a pause");
    }
    hold(bytes, false);
    loop();
  }

  /** The source has ended. What is held is decoded, then the sink is told. */
  public void end() {
    ending = true;
    loop();
  }

  /**
   * Gives up at once: discards what is held and closes the decoder. The sink is not told. A second
   * call does nothing.
   */
  public void close() {
    move(State.OVER);
    held.clear();
    heldBytes = 0;
    if (decoder != null) {
      var unfinished = decoder;
      decoder = null;
      unfinished.close();
    }
  }

  /**
   * How much is held that no decoder has taken.
   *
   * @return bytes, 0 unless a decoder is suspended
   */
  public long heldBytes() {
    return heldBytes;
  }

  private void move(State next) {
    if (state != State.OVER) {
      state = next;
    }
  }

  private void loop() {
    if (looping) {
      return;
    }
    looping = true;
    var calm = false;
    try {
      while (state == State.READY && (resumed || !held.isEmpty())) {
        step();
      }
      settle();
      calm = true;
    } finally {
      looping = false;
      if (!calm) {
        close();
      }
    }
  }

  private void step() {
    DecodeStep<T> step;
    try {
      step = decode();
    } catch (RuntimeException failure) {
      fail(failure);
      return;
    }
    switch (step) {
      case DecodeStep.NeedMore<T> _ -> {}
      case DecodeStep.Message<T>(var value, var rest) -> {
        decoder = null;
        hold(rest, true);
        sink.message(value);
      }
      case DecodeStep.Suspended<T>(var until, var rest) -> {
        hold(rest, true);
        move(State.SUSPENDED);
        await(until);
      }
    }
  }

  private DecodeStep<T> decode() {
    if (decoder == null) {
      decoder = converter.decoder();
    }
    resumed = false;
    var next = held.poll();
    if (next == null) {
      return decoder.push(Buffer.buffer());
    }
    heldBytes -= next.length();
    return decoder.push(next);
  }

  private void await(Future<Void> until) {
    if (until.isComplete()) {
      awaited(until);
    } else {
      until.onComplete(outcome -> owner.execute(() -> awaited(outcome)));
    }
  }

  private void awaited(AsyncResult<Void> outcome) {
    if (state != State.SUSPENDED) {
      return;
    }
    move(State.READY);
    if (outcome.failed()) {
      fail(outcome.cause());
      return;
    }
    resumed = true;
    loop();
  }

  private void fail(Throwable failure) {
    close();
    sink.failed(CodecException.of(failure));
  }

  /** Tells the sink what has changed by the loop. */
  private void settle() {
    if (state == State.OVER) {
      return;
    }
    if (ending && state == State.READY) {
      var midMessage = decoder != null;
      close();
      sink.ended(midMessage);
    } else if (!paused && heldBytes >= maxHeldBytes / 2) {
      paused = true;
      sink.pause();
    } else if (paused && heldBytes <= maxHeldBytes / 4) {
      paused = false;
      sink.resume();
    }
  }

  private void hold(Buffer bytes, boolean first) {
    if (state == State.OVER || bytes.length() == 0) {
      return;
    }
    heldBytes += bytes.length();
    if (first) {
      held.addFirst(bytes);
    } else {
      held.addLast(bytes);
    }
  }
}
