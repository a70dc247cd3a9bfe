package dev.samara.rpc.dialogue;

import dev.samara.rpc.call.FailureKind;
import dev.samara.rpc.text.Texts;
import dev.samara.rpc.wire.Endpoint;
import dev.samara.rpc.wire.Frame;
import dev.samara.rpc.wire.Payload;
import dev.samara.rpc.wire.Window;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A call of the peer. It gets exactly one outcome: an answer or a failure that is told to the
 * caller, or it is abandoned, when nobody there waits any more. Any thread may give it one; the
 * first wins, on the dialogue's event loop.
 */
public final class IncomingCall {
  private final Dialogue dialogue;
  private final Frame.Request request;
  private final long deadlineNanos;

  // Owned by the event loop.
  private Consumer<Optional<FailureKind>> onEnd = failure -> {};
  private Optional<InStream<?>> upload = Optional.empty();
  private Optional<OutStream> results = Optional.empty();
  private Window creditBefore;

  IncomingCall(Dialogue dialogue, Frame.Request request, long deadlineNanos) {
    this.dialogue = dialogue;
    this.request = request;
    this.deadlineNanos = deadlineNanos;
    this.creditBefore = request.credit();
  }

  long id() {
    return request.id();
  }

  /**
   * What is called.
   *
   * @return service and method
   */
  public Endpoint endpoint() {
    return request.endpoint();
  }

  /**
   * What came with it.
   *
   * @return the metadata
   */
  public Map<String, String> metadata() {
    return request.metadata();
  }

  /**
   * The arguments.
   *
   * @return all but a stream
   */
  public Payload arguments() {
    return request.arguments();
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
    return dialogue.loop();
  }

  /**
   * Who calls.
   *
   * @return for messages
   */
  public String caller() {
    return dialogue.carrier().peer();
  }

  /**
   * Asks to be told of the end. On the event loop, before anything else.
   *
   * @param action run once on the event loop, with the kind of failure; for one that was abandoned
   *     that is CANCELLED or EXPIRED
   */
  public void onEnd(Consumer<Optional<FailureKind>> action) {
    onEnd = action;
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
          if (dialogue.isServing(this)) {
            dialogue.say(new Frame.Credit(id(), false, more));
          }
        });
    dialogue.say(new Frame.Credit(id(), false, stream.window()));
  }

  /** The application wants no more items of the argument. Any thread. */
  public void stopUpload() {
    loop()
        .execute(() -> {
          if (dialogue.isServing(this)) {
            dialogue.say(new Frame.Cancel(id(), false));
          }
        });
  }

  /**
   * Answers with a stream: its items, then the end. Any thread.
   *
   * @param stream gives them
   */
  public void answer(OutStream stream) {
    loop()
        .execute(() -> {
          if (!dialogue.isServing(this)) {
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
    if (loop().isCurrent()) {
      answerNow(result);
    } else {
      loop().execute(() -> answerNow(result));
    }
  }

  private void answerNow(Payload result) {
    if (!dialogue.take(this)) {
      return;
    }
    if (dialogue.answer(this, result)) {
      ended(Optional.empty());
    } else {
      String words =
          "the answer of " + endpoint() + " was dropped: too much is on its way to " + caller();
      dialogue.say(new Frame.Failure(id(), FailureKind.CONNECTION_LOST, words));
      ended(Optional.of(FailureKind.CONNECTION_LOST));
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
    loop()
        .execute(() -> {
          if (dialogue.take(this)) {
            dialogue.say(
                new Frame.Failure(
                    id(),
                    failure.kind(),
                    failure.message(),
                    failure.error(),
                    failure.retryAfterMillis()));
            ended(Optional.of(failure.kind()));
          }
        });
  }

  /** Fails it because nothing is served here. */
  public void refuse() {
    fail(FailureKind.NO_SUCH_SERVICE, "no service '" + endpoint().service() + "' here");
  }

  /** Nobody waits for it any more. */
  void abandon(FailureKind kind) {
    if (dialogue.take(this)) {
      ended(Optional.of(kind));
    }
  }

  private void ended(Optional<FailureKind> failure) {
    results.ifPresent(OutStream::stop);
    if (failure.isPresent()) {
      upload.ifPresent(
          stream -> stream.fail(new IllegalStateException("the call of its stream has ended")));
    }
    onEnd.accept(failure);
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

  /** An item of the result. */
  void say(Payload item) {
    loop()
        .execute(() -> {
          if (dialogue.isServing(this)) {
            dialogue.say(new Frame.Item(id(), false, item));
          }
        });
  }
}
