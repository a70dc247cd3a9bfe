package dev.samara.rpc.dialogue;

import dev.samara.rpc.call.FailureKind;
import dev.samara.rpc.payload.PayloadFormats;
import dev.samara.rpc.text.Texts;
import dev.samara.rpc.wire.Payload;
import io.vertx.core.buffer.Buffer;

/** Says the items of a result to the caller. */
record ResultTarget(IncomingCall call) implements OutStream.Target {
  /** Nobody reads it: the end of a stream has no value. */
  private static final Payload NULL = new Payload(PayloadFormats.JSON_ID, Buffer.buffer("null"));

  @Override
  public int item(Object item, ItemEncoder encoder) {
    return call.sayItem(item, encoder);
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
