package dev.samara.rpc.transport;

import dev.samara.rpc.call.CalleeError;
import dev.samara.rpc.call.FailureKind;
import dev.samara.rpc.dialogue.CallLoop;
import dev.samara.rpc.dialogue.Carrier;
import dev.samara.rpc.dialogue.Dialogue;
import dev.samara.rpc.dialogue.IncomingCall;
import dev.samara.rpc.payload.PayloadFormat;
import dev.samara.rpc.text.Texts;
import dev.samara.rpc.wire.Frame;
import dev.samara.rpc.wire.Payload;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import java.util.List;
import java.util.Optional;

/**
 * Carries each request to a bus address whose consumer knows nothing of RPC: the arguments as a
 * JSON array, the method's name in the header {@value #METHOD}, metadata in further headers. The
 * body of the reply is the result. Streams cannot go there, and nobody there is told of a
 * cancellation.
 */
public final class PlainCarrier implements Carrier {
  /** The header with the method's name. */
  public static final String METHOD = "method";

  /** Without a deadline of its own: as Vert.x waits unless told otherwise. */
  private static final long USUAL_MILLIS = DeliveryOptions.DEFAULT_TIMEOUT;

  private final EventBus bus;
  private final String address;
  private final PayloadFormat json;
  private Dialogue dialogue;

  private PlainCarrier(EventBus bus, String address, PayloadFormat json) {
    this.bus = bus;
    this.address = address;
    this.json = json;
  }

  /**
   * The calls to such an address.
   *
   * @param loop owns them
   * @param bus where the address is
   * @param address where the consumer is
   * @param json the format of arguments and results
   * @return a dialogue of which only one side calls
   */
  public static Dialogue dialogue(CallLoop loop, EventBus bus, String address, PayloadFormat json) {
    PlainCarrier carrier = new PlainCarrier(bus, address, json);
    carrier.dialogue = new Dialogue(loop, carrier, IncomingCall::refuse);
    return carrier.dialogue;
  }

  @Override
  public String peer() {
    return "address '" + address + "'";
  }

  @Override
  public boolean isInMemory() {
    return false;
  }

  @Override
  public boolean isFull(long unsaidBytes) {
    return false;
  }

  @Override
  public boolean takesAnswer(long unsaidBytes, long answerBytes) {
    return true;
  }

  @Override
  public void carry(List<Frame> frames) {
    for (Frame frame : frames) {
      if (frame instanceof Frame.Request request) {
        if (request.credit().items() > 0) {
          String words = request.endpoint() + ": a plain consumer answers no streams";
          answer(new Frame.Failure(request.id(), FailureKind.REFUSED, words));
        } else {
          send(request);
        }
      }
    }
  }

  private void send(Frame.Request request) {
    long millis = request.remainingMillis() == 0 ? USUAL_MILLIS : request.remainingMillis();
    DeliveryOptions options = new DeliveryOptions().setSendTimeout(millis);
    request.metadata().forEach(options::addHeader);
    options.addHeader(METHOD, request.endpoint().method());
    try {
      bus.<Object>request(address, new JsonArray(request.arguments().bytes()), options)
          .onComplete(
              reply -> answered(request.id(), reply.body()),
              cause -> answer(failure(request, cause)));
    } catch (RuntimeException closed) {
      String words = request.endpoint() + ": " + Texts.describe(closed);
      answer(new Frame.Failure(request.id(), FailureKind.CONNECTION_LOST, words));
    }
  }

  private void answered(long id, Object body) {
    Frame frame;
    try {
      Buffer result = body instanceof Buffer bytes ? bytes : Json.encodeToBuffer(body);
      frame = new Frame.Answer(id, new Payload(json.id(), result));
    } catch (RuntimeException noJson) {
      String words = "the reply of " + peer() + " is no JSON: " + Texts.describe(noJson);
      frame = new Frame.Failure(id, FailureKind.CALLEE_FAILED, words);
    }
    answer(frame);
  }

  private Frame failure(Frame.Request request, Throwable cause) {
    long id = request.id();
    if (!(cause instanceof ReplyException reply)) {
      String words = request.endpoint() + ": " + Texts.describe(cause);
      return new Frame.Failure(id, FailureKind.CONNECTION_LOST, words);
    }
    String words = Texts.oneLine(String.valueOf(reply.getMessage()));
    return switch (reply.failureType()) {
      case NO_HANDLERS ->
          new Frame.Failure(id, FailureKind.NO_SUCH_SERVICE, "nobody consumes the " + peer());
      case TIMEOUT -> new Frame.Failure(id, FailureKind.EXPIRED, words);
      case RECIPIENT_FAILURE, ERROR -> {
        CalleeError error =
            new CalleeError(
                "ReplyException",
                Optional.of(String.valueOf(reply.failureCode())),
                Optional.empty());
        String all = request.endpoint() + " failed: " + words;
        yield new Frame.Failure(id, FailureKind.CALLEE_FAILED, all, Optional.of(error), 0);
      }
    };
  }

  private void answer(Frame frame) {
    dialogue
        .loop()
        .execute(() -> {
          dialogue.loop().nanoTime();
          dialogue.receive(frame);
        });
  }
}
