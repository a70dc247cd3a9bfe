package dev.samara.rpc.dialogue;

import dev.samara.rpc.call.FailureKind;
import dev.samara.rpc.text.Texts;
import dev.samara.rpc.wire.Frame;
import dev.samara.rpc.wire.Payload;

/** Says the items of an argument to the callee. */
record UploadTarget(Dialogue dialogue, Attempt attempt) implements OutStream.Target {
  @Override
  public void item(Payload item) {
    say(new Frame.Item(attempt.id(), true, item));
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
