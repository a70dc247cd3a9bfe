package dev.samara.rpc.dialogue;

import dev.samara.rpc.call.FailureKind;
import dev.samara.rpc.text.Texts;
import dev.samara.rpc.wire.Frame;
import dev.samara.rpc.wire.Payload;

/** Says the items of an argument to the callee. */
record UploadTarget(Dialogue dialogue, Attempt attempt) implements OutStream.Target {
  @Override
  public int item(Object item, ItemEncoder encoder) {
    if (dialogue.loop().isCurrent() && !encoder.isInMemory()) {
      return dialogue.isMaking(attempt) ? dialogue.sayItem(attempt.id(), true, item, encoder) : 0;
    }
    Payload payload = encoder.payload(item);
    say(new Frame.Item(attempt.id(), true, payload));
    return payload.length();
  }

  @Override
  public void ended() {
    say(new Frame.End(attempt.id()));
  }

  @Override
  public void failed(Throwable cause) {
    String words = attempt.endpoint() + ": its stream failed: " + Texts.describe(cause);
    attempt.cancel(FailureKind.BAD_ARGUMENTS, words);
  }

  private void say(Frame frame) {
    dialogue.loop().execute(() -> dialogue.say(attempt, frame));
  }
}
