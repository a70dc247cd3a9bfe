package dev.samara.codec.stream;

import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * Drives the encoders of one connection, one message after the other, as fast as the bytes are
 * taken.
 *
 * <pre>
 *               suspended                 the sink is full
 *   SUSPENDED ◀────────────── READY ──────────────────────▶ FULL
 *       │      until succeeds │ ▲                            │
 *       ├─────────────────────┼─┴────────────────────────────┤
 *       │                     │             resume           │
 *       ▼                     ▼                              ▼
 *   OVER   (a message that broke off, close; takes nothing any more)
 * </pre>
 *
 * <p>One thread, the owner's, calls all methods and is called in the sink.
 *
 * @param <T> the messages
 */
public final class EncoderPump<T> {

  /**
   * Takes what the pump makes. Called on the owner's thread, never while it is being called. What
   * it throws goes to the pump's caller; the pump is over then.
   *
   * @param <T> the messages
   */
  public interface Sink<T> {

    /**
     * The next bytes.
     *
     * @param bytes belong to the sink
     * @return false if there is no room for more, until {@link EncoderPump#resume} is called
     */
    boolean bytes(Buffer bytes);

    /**
     * All bytes of a message have been given to the sink.
     *
     * @param value the message
     */
    void sent(T value);

    /**
     * A message could not be encoded.
     *
     * @param value the message
     * @param failure why; says whether a retry helps
     * @param broken whether part of it has been given to the sink: the stream is broken then, and
     *     the pump over; else the next message follows
     */
    void failed(T value, CodecException failure, boolean broken);
  }

  /**
   * What has not been sent when a pump is closed.
   *
   * @param incomplete the message of which some bytes have been given to the sink
   * @param queued those of which none have, in order
   * @param <T> the messages
   */
  public record Unsent<T>(Optional<T> incomplete, List<T> queued) {

    /** Copies the list. */
    public Unsent {
      queued = List.copyOf(queued);
    }
  }

  private enum State {
    READY,
    FULL,
    SUSPENDED,
    OVER
  }

  private final Converter<T> converter;
  private final Executor owner;
  private final int maxQueued;
  private final Sink<T> sink;

  /** The first is the one being encoded, if there is an encoder. */
  private final Deque<T> queue = new ArrayDeque<>();

  private State state = State.READY;
  private Encoder encoder;

  /** Whether bytes of the first message have been given to the sink. */
  private boolean begun;

  /** Whether the loop runs, further down on the stack. */
  private boolean looping;

  /**
   * Makes the pump of one connection.
   *
   * @param converter makes an encoder for each message
   * @param owner runs a task on the thread that owns the pump, such as an event loop
   * @param maxQueued how many messages may wait, the one under way included; 1 or more
   * @param sink takes the bytes
   * @throws IllegalArgumentException if the limit is out of range
   */
  public EncoderPump(Converter<T> converter, Executor owner, int maxQueued, Sink<T> sink) {
    if (maxQueued < 1) {
      throw new IllegalArgumentException("maxQueued: %d (expected: >= 1)".formatted(maxQueued));
    }
    this.converter = Objects.requireNonNull(converter, "converter");
    this.owner = Objects.requireNonNull(owner, "owner");
    this.maxQueued = maxQueued;
    this.sink = Objects.requireNonNull(sink, "sink");
  }

  /**
   * Takes a message.
   *
   * @param value the message, not to be changed any more
   * @return false if it is rejected: the queue is full, or the pump over
   */
  public boolean send(T value) {
    if (state == State.OVER || queue.size() >= maxQueued) {
      return false;
    }
    queue.add(Objects.requireNonNull(value, "value"));
    loop();
    return true;
  }

  /** The sink has room again. */
  public void resume() {
    if (state == State.FULL) {
      move(State.READY);
      loop();
    }
  }

  /**
   * Gives up at once and closes the encoder.
   *
   * @return what has not been sent; nothing at a second call
   */
  public Unsent<T> close() {
    move(State.OVER);
    var incomplete = begun ? Optional.of(queue.remove()) : Optional.<T>empty();
    begun = false;
    var queued = List.copyOf(queue);
    queue.clear();
    closeEncoder();
    return new Unsent<>(incomplete, queued);
  }

  /**
   * How many messages wait, the one under way included.
   *
   * @return 0 or more
   */
  public int queued() {
    return queue.size();
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
      while (state == State.READY && !queue.isEmpty()) {
        step();
      }
      calm = true;
    } finally {
      looping = false;
      if (!calm) {
        move(State.OVER);
        closeEncoder();
      }
    }
  }

  private void step() {
    EncodeStep step;
    try {
      if (encoder == null) {
        encoder = converter.encoder(queue.element());
      }
      step = encoder.pull();
    } catch (RuntimeException failure) {
      fail(failure);
      return;
    }
    switch (step) {
      case EncodeStep.Bytes(var bytes) -> give(bytes);
      case EncodeStep.Slice slice -> give(slice.copied().bytes());
      case EncodeStep.Done _ -> {
        encoder = null;
        begun = false;
        sink.sent(queue.remove());
      }
      case EncodeStep.Suspended(var until) -> {
        move(State.SUSPENDED);
        await(until);
      }
    }
  }

  private void give(Buffer bytes) {
    begun = true;
    if (!sink.bytes(bytes)) {
      move(State.FULL);
    }
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
    }
    loop();
  }

  private void fail(Throwable failure) {
    var broken = begun;
    begun = false;
    closeEncoder();
    if (broken) {
      move(State.OVER);
    }
    sink.failed(queue.remove(), CodecException.of(failure), broken);
  }

  private void closeEncoder() {
    if (encoder != null) {
      var unfinished = encoder;
      encoder = null;
      unfinished.close();
    }
  }
}
