package dev.samara.rpc.dialogue;

import dev.samara.rpc.call.FailureKind;
import dev.samara.rpc.text.Texts;
import dev.samara.rpc.wire.Endpoint;
import dev.samara.rpc.wire.Frame;
import dev.samara.rpc.wire.Payload;
import dev.samara.rpc.wire.Window;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;

/**
 * A call of a peer. It gets exactly one outcome: an answer or a failure that is told to the caller,
 * or it is abandoned, when nobody there waits any more. Any thread may give it one; the first wins,
 * on the event loop that the call belongs to.
 */
public abstract class IncomingCall {
  /** Is told of the end of a call. */
  public interface Listener {

    /**
     * The call has its outcome. Once, on the call's event loop.
     *
     * @param failure the kind of failure; for one that was abandoned CANCELLED or EXPIRED
     */
    void ended(Optional<FailureKind> failure);
  }

  private final CallLoop loop;
  private final Endpoint endpoint;
  private final Map<String, String> metadata;
  private final Payload arguments;
  private final long deadlineNanos;

  /** Where the method runs if that is another event loop of the node. */
  private CallLoop servedOn;

  // Owned by the event loop.
  private Listener listener = failure -> {};
  private Optional<InStream<?>> upload = Optional.empty();
  private Optional<OutStream> results = Optional.empty();
  private Window creditBefore;
  private boolean over;

  IncomingCall(
      CallLoop loop,
      Endpoint endpoint,
      Map<String, String> metadata,
      Payload arguments,
      Window credit,
      long deadlineNanos) {
    this.loop = loop;
    this.endpoint = endpoint;
    this.metadata = metadata;
    this.arguments = arguments;
    this.creditBefore = credit;
    this.deadlineNanos = deadlineNanos;
  }

  /** The number of the call, for frames. */
  abstract long id();

  /** Says a step of the call to the caller; not the answer. */
  abstract void say(Frame frame);

  /** Whether an answer of so many bytes still fits into what is on its way to the caller. */
  abstract boolean takesAnswer(int bytes);

  /** Says the answer to the caller. */
  abstract void sayAnswer(Payload result);

  /** Says an item of the result as bytes; gives how many they are. */
  abstract int writeItem(Object item, ItemEncoder encoder);

  /** It is over: nothing of it comes in any more. */
  abstract void forget();

  /**
   * What is called.
   *
   * @return service and method
   */
  public Endpoint endpoint() {
    return endpoint;
  }

  /**
   * What came with it.
   *
   * @return the metadata
   */
  public Map<String, String> metadata() {
    return metadata;
  }

  /**
   * The arguments.
   *
   * @return all but a stream
   */
  public Payload arguments() {
    return arguments;
  }

  /**
   * When nobody waits for it any more.
   *
   * @return nanoseconds of the loop's clock, or {@link Attempt#NO_DEADLINE}
   */
  public long deadlineNanos() {
    return deadlineNanos;
  }

  /**
   * Whose event loop it is on.
   *
   * @return the loop
   */
  public CallLoop loop() {
    return loop;
  }

  /**
   * Who calls.
   *
   * @return for messages
   */
  public abstract String caller();

  /**
   * Asks to be told of the end; the last one who asks. On the event loop, before anything else.
   *
   * @param its told
   */
  public void onEnd(Listener its) {
    listener = its;
  }

  /**
   * Says that another event loop serves it: its answers come from there.
   *
   * @param other of the same node
   */
  public void servedOn(CallLoop other) {
    servedOn = other;
  }

  /**
   * Expects items of an argument. On the event loop, before anything else.
   *
   * @param stream takes them
   */
  public void expect(InStream<?> stream) {
    upload = Optional.of(stream);
    stream.connect(
        loop(),
        more -> {
          if (!over) {
            say(new Frame.Credit(id(), false, more));
          }
        });
    say(new Frame.Credit(id(), false, stream.window()));
  }

  /** The application wants no more items of the argument. Any thread. */
  public void stopUpload() {
    onLoop(() -> {
      if (!over) {
        say(new Frame.Cancel(id(), false));
      }
    });
  }

  /**
   * Answers with a stream: its items, then the end. Any thread.
   *
   * @param stream gives them
   */
  public void answer(OutStream stream) {
    onLoop(() -> {
      if (over) {
        stream.stop();
        return;
      }
      results = Optional.of(stream);
      stream.grant(creditBefore);
      stream.connect(new ResultTarget(this));
    });
  }

  /**
   * Gives it its result; nothing if it has an outcome. Any thread.
   *
   * @param result fit for the dialogue's carrier
   */
  public void answer(Payload result) {
    if (loop.isCurrent()) {
      answerNow(result);
    } else {
      onLoop(() -> answerNow(result));
    }
  }

  private void answerNow(Payload result) {
    if (!take()) {
      return;
    }
    if (takesAnswer(result.length())) {
      ended(Optional.empty());
      sayAnswer(result);
    } else {
      String words =
          "the answer of " + endpoint() + " was dropped: too much is on its way to " + caller();
      ended(Optional.of(FailureKind.CONNECTION_LOST));
      say(new Frame.Failure(id(), FailureKind.CONNECTION_LOST, words));
    }
  }

  /** True for the one who may give the call its outcome. */
  private boolean take() {
    boolean first = !over;
    if (first) {
      over = true;
      forget();
    }
    return first;
  }

  private void onLoop(Runnable task) {
    if (servedOn != null && servedOn.isCurrent()) {
      servedOn.handOver(loop, task);
    } else {
      try {
        loop.execute(task);
      } catch (RejectedExecutionException gone) {
        // The Vertx has closed: the call was abandoned, but its service went on.
      }
    }
  }

  /**
   * Fails it; nothing if it has an outcome. Any thread.
   *
   * @param kind why
   * @param message one line
   */
  public void fail(FailureKind kind, String message) {
    fail(new Frame.Failure(id(), kind, Texts.oneLine(message)));
  }

  /**
   * Fails it; nothing if it has an outcome. Any thread.
   *
   * @param failure why; its id does not matter
   */
  public void fail(Frame.Failure failure) {
    onLoop(() -> {
      if (take()) {
        ended(Optional.of(failure.kind()));
        say(
            new Frame.Failure(
                id(),
                failure.kind(),
                failure.message(),
                failure.error(),
                failure.retryAfterMillis()));
      }
    });
  }

  /** Fails it because nothing is served here. */
  public void refuse() {
    fail(FailureKind.NO_SUCH_SERVICE, "no service '" + endpoint().service() + "' here");
  }

  /** Nobody waits for it any more. */
  void abandon(FailureKind kind) {
    if (take()) {
      ended(Optional.of(kind));
    }
  }

  private void ended(Optional<FailureKind> failure) {
    results.ifPresent(OutStream::stop);
    if (failure.isPresent()) {
      upload.ifPresent(
          stream -> stream.fail(new IllegalStateException("the call of its stream has ended")));
    }
    listener.ended(failure);
  }

  Optional<InStream<?>> upload() {
    return upload;
  }

  /** The caller takes more items of the result, which may not be there yet. */
  void granted(Window more) {
    if (results.isPresent()) {
      results.get().grant(more);
    } else {
      creditBefore = creditBefore.plus(more);
    }
  }

  /** Says an item of the result; gives how many bytes it has. Any thread. */
  int sayItem(Object item, ItemEncoder encoder) {
    if (loop.isCurrent() && !encoder.isInMemory()) {
      return over ? 0 : writeItem(item, encoder);
    }
    Payload payload = encoder.payload(item);
    loop.execute(() -> {
      if (!over) {
        say(new Frame.Item(id(), false, payload));
      }
    });
    return payload.length();
  }
}
