package dev.samara.rpc.dialogue;

import dev.samara.rpc.call.FailureKind;
import dev.samara.rpc.payload.JsonFormat;
import dev.samara.rpc.text.Texts;
import dev.samara.rpc.wire.Payload;
import io.vertx.core.buffer.Buffer;

/** Says the items of a result to the caller. */
record ResultTarget(IncomingCall call) implements OutStream.Target {
  private static final Payload NULL = new Payload(JsonFormat.ID, Buffer.buffer("null"));

  @Override
  public void item(Payload item) {
    call.say(item);
  }

  @Override
  public void ended() {
    call.answer(NULL);
  }

  @Override
  public void failed(Throwable cause) {
    call.fail(
        FailureKind.CALLEE_FAILED,
        "the stream of " + call.endpoint() + " failed: " + Texts.describe(cause));
  }
}
