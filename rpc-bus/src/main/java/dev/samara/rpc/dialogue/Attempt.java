package dev.samara.rpc.dialogue;

import dev.samara.rpc.call.FailureKind;
import dev.samara.rpc.wire.Endpoint;
import dev.samara.rpc.wire.Frame;
import dev.samara.rpc.wire.Payload;
import dev.samara.rpc.wire.Window;
import java.util.Map;
import java.util.Optional;

/**
 * One request to one peer, until it has an outcome; a call may take several. Owned by the
 * dialogue's event loop once it was started.
 */
public final class Attempt {
  /** In place of a time: no deadline. */
  public static final long NO_DEADLINE = Long.MIN_VALUE;

  /** What a request has beside its names, its metadata and its arguments, at most. */
  private static final int HEAD_BYTES = 40;

  /** Is told the outcome, once, on the dialogue's event loop. */
  public interface Listener {

    /**
     * The callee has answered.
     *
     * @param result the value; nothing after the last item of a stream
     */
    void answered(Payload result);

    /**
     * It has failed.
     *
     * @param failure why
     */
    void failed(Frame.Failure failure);
  }

  /** Who looks after an attempt that was started. */
  interface Holder {
    CallLoop loop();

    /** Gives up on it; nothing if it has its outcome, or somebody else has it by now. */
    void cancel(Attempt attempt, Frame.Failure why);
  }

  private final Endpoint endpoint;
  private final long deadlineNanos;
  private final long limitMillis;
  private final Map<String, String> metadata;
  private final Payload arguments;
  private final Listener listener;
  private final Optional<InStream<?>> results;
  private final Optional<OutStream> upload;

  // Guarded by this.

  /** Who has it at the moment: a dialogue, or before it a waiting room. Written by them. */
  private Holder holder;

  /** Why it is given up, if that may have been before it was made. */
  private Frame.Failure givenUp;

  private long id;

  /**
   * An attempt.
   *
   * @param endpoint what is called
   * @param deadlineNanos when it has to be over, or {@link #NO_DEADLINE}
   * @param limitMillis how long that was from the call on, for messages
   * @param metadata what travels beside the arguments
   * @param arguments fit for the dialogue's carrier
   * @param listener is told the outcome
   * @param results takes the items, if the result is a stream
   * @param upload gives the items, if an argument is a stream
   */
  public Attempt(
      Endpoint endpoint,
      long deadlineNanos,
      long limitMillis,
      Map<String, String> metadata,
      Payload arguments,
      Listener listener,
      Optional<InStream<?>> results,
      Optional<OutStream> upload) {
    this.endpoint = endpoint;
    this.deadlineNanos = deadlineNanos;
    this.limitMillis = limitMillis;
    this.metadata = metadata;
    this.arguments = arguments;
    this.listener = listener;
    this.results = results;
    this.upload = upload;
  }

  /** A dialogue looks after it; says why it was given up before, if it was. */
  Optional<Frame.Failure> begin(Dialogue itsDialogue, long itsId) {
    id = itsId;
    results.ifPresent(stream ->
        stream.connect(
            itsDialogue.loop(), more -> itsDialogue.say(this, new Frame.Credit(id, true, more))));
    return holdBy(itsDialogue);
  }

  /** Somebody looks after it; says why it was given up before, if it was. */
  synchronized Optional<Frame.Failure> holdBy(Holder its) {
    holder = its;
    return Optional.ofNullable(givenUp);
  }

  private synchronized Holder holder() {
    return holder;
  }

  /**
   * Whether a stream is among its arguments, or is its result.
   *
   * @return false if it is one request and one answer
   */
  public boolean hasStreams() {
    return results.isPresent() || upload.isPresent();
  }

  Frame.Request request(long nowNanos) {
    long remaining = 0;
    if (deadlineNanos != NO_DEADLINE) {
      remaining = Math.max(1, (deadlineNanos - nowNanos + 999_999) / 1_000_000);
    }
    Window credit = results.map(InStream::window).orElse(Window.NONE);
    return new Frame.Request(id, endpoint, remaining, credit, metadata, arguments);
  }

  /**
   * Gives up: the callee is told, and the listener, unless there is an outcome already. Any thread.
   *
   * @param kind why
   * @param message one line
   */
  public void cancel(FailureKind kind, String message) {
    Holder first;
    synchronized (this) {
      givenUp = new Frame.Failure(id, kind, message);
      first = holder;
    }
    if (first != null) {
      // On that loop it may have moved to another holder of the same loop.
      first.loop().execute(() -> holder().cancel(this, new Frame.Failure(id, kind, message)));
    }
  }

  /**
   * Ends it before it was made.
   *
   * @param kind why
   * @param message one line
   */
  public void refuse(FailureKind kind, String message) {
    upload.ifPresent(OutStream::stop);
    listener.failed(Frame.Failure.unsent(id, kind, message));
  }

  /** About as many bytes as the request takes, for the bounds of queues. */
  long sizeBytes() {
    long metadataBytes = 0;
    for (Map.Entry<String, String> entry : metadata.entrySet()) {
      metadataBytes += entry.getKey().length() + entry.getValue().length();
    }
    return HEAD_BYTES
        + endpoint.service().length()
        + endpoint.method().length()
        + metadataBytes
        + arguments.length();
  }

  long id() {
    return id;
  }

  Endpoint endpoint() {
    return endpoint;
  }

  long deadlineNanos() {
    return deadlineNanos;
  }

  long limitMillis() {
    return limitMillis;
  }

  Map<String, String> metadata() {
    return metadata;
  }

  Payload arguments() {
    return arguments;
  }

  Listener listener() {
    return listener;
  }

  Optional<InStream<?>> results() {
    return results;
  }

  Optional<OutStream> upload() {
    return upload;
  }
}
