package dev.samara.rpc.dialogue;

import dev.samara.rpc.call.FailureKind;
import dev.samara.rpc.wire.Frame;
import io.netty.util.collection.LongObjectMap;
import java.util.Optional;

/** What a peer says of the streams of calls under way. Owned by the event loop of its dialogue. */
final class StreamSteps {
  private final Dialogue dialogue;
  private final LongObjectMap<Attempt> made;
  private final LongObjectMap<? extends IncomingCall> served;

  StreamSteps(
      Dialogue dialogue,
      LongObjectMap<Attempt> made,
      LongObjectMap<? extends IncomingCall> served) {
    this.dialogue = dialogue;
    this.made = made;
    this.served = served;
  }

  void item(Frame.Item item) {
    if (item.toCallee()) {
      IncomingCall call = served.get(item.id());
      if (call != null && !takes(call.upload(), item)) {
        String words = "an item of " + call.endpoint() + " that was not asked for or does not fit";
        call.fail(FailureKind.BAD_ARGUMENTS, words);
      }
      return;
    }
    Attempt attempt = made.get(item.id());
    if (attempt != null && !takes(attempt.results(), item)) {
      String words = "an item of " + attempt.endpoint() + " was not asked for or does not fit";
      dialogue.cancel(attempt, new Frame.Failure(item.id(), FailureKind.CALLEE_FAILED, words));
    }
  }

  private static boolean takes(Optional<InStream<?>> stream, Frame.Item item) {
    return stream.isPresent() && stream.get().push(item.item());
  }

  void credit(Frame.Credit credit) {
    if (credit.toCallee()) {
      IncomingCall call = served.get(credit.id());
      if (call != null) {
        call.granted(credit.more());
      }
    } else {
      upload(credit.id()).ifPresent(stream -> stream.grant(credit.more()));
    }
  }

  void end(Frame.End end) {
    Optional.ofNullable(served.get(end.id()))
        .flatMap(IncomingCall::upload)
        .ifPresent(InStream::end);
  }

  void cancelled(Frame.Cancel cancel) {
    if (cancel.toCallee()) {
      IncomingCall call = served.get(cancel.id());
      if (call != null) {
        call.abandon(FailureKind.CANCELLED);
      }
    } else {
      upload(cancel.id()).ifPresent(OutStream::stop);
    }
  }

  private Optional<OutStream> upload(long id) {
    return Optional.ofNullable(made.get(id)).flatMap(Attempt::upload);
  }
}
