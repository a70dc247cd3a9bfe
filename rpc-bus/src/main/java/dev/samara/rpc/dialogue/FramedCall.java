package dev.samara.rpc.dialogue;

import dev.samara.rpc.wire.Frame;
import dev.samara.rpc.wire.Payload;

/** A call that came as a frame of a dialogue, and is answered by frames. */
final class FramedCall extends IncomingCall {
  private final Dialogue dialogue;
  private final long id;

  FramedCall(Dialogue dialogue, Frame.Request request, long deadlineNanos) {
    super(
        dialogue.loop(),
        request.endpoint(),
        request.metadata(),
        request.arguments(),
        request.credit(),
        deadlineNanos);
    this.dialogue = dialogue;
    this.id = request.id();
  }

  @Override
  long id() {
    return id;
  }

  @Override
  public String caller() {
    return dialogue.carrier().peer();
  }

  @Override
  void say(Frame frame) {
    dialogue.say(frame);
  }

  @Override
  int writeItem(Object item, ItemEncoder encoder) {
    return dialogue.sayItem(id, false, item, encoder);
  }

  @Override
  boolean takesAnswer(int bytes) {
    return dialogue.takesAnswer(bytes);
  }

  @Override
  void sayAnswer(Payload result) {
    dialogue.sayAnswer(id, result);
  }

  @Override
  void forget() {
    dialogue.forget(this);
  }
}
