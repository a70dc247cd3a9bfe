package dev.samara.rpc.bridge;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import io.vertx.core.json.EncodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Optional;

/**
 * Makes the frames that clients get. Names and values are those of the protocol; {@code detail} is
 * the kit's own and tells a person more.
 */
final class ServerFrames {

  private static final Buffer PONG = new JsonObject().put("type", "pong").toBuffer();

  private final int maxMessageBytes;

  ServerFrames(int maxMessageBytes) {
    this.maxMessageBytes = maxMessageBytes;
  }

  /** The answer to a ping. */
  Buffer pong() {
    return PONG.copy();
  }

  /** Something is wrong with what the client asked for. */
  Buffer error(String message) {
    return type("err").put("message", message).toBuffer();
  }

  /** The same, with more for a person. */
  Buffer error(String message, String detail) {
    return type("err").put("message", message).put("detail", detail).toBuffer();
  }

  /**
   * A client's request failed.
   *
   * @param address where the request went
   * @param replyAddress the client's own name for the reply
   */
  Buffer failure(String address, String replyAddress, ReplyException failure) {
    var frame =
        type("err")
            .put("address", replyAddress)
            .put("sourceAddress", address)
            .put("failureCode", failure.failureCode())
            .put("failureType", failure.failureType().name())
            .put("message", failure.getMessage());
    var encoded = frame.toBuffer();
    return encoded.length() <= maxMessageBytes
        ? encoded
        : frame.put("message", "the reason is too long to be told").toBuffer();
  }

  /**
   * A bus message, for a client that is registered or waits for a reply.
   *
   * @param address the address as the client knows it
   * @param replyAddress where the client may answer
   * @throws ReplyException if it cannot be said in JSON, or not in so many bytes
   */
  Buffer message(String address, Optional<String> replyAddress, Message<Object> message) {
    var frame = type("message").put("address", address);
    replyAddress.ifPresent(reply -> frame.put("replyAddress", reply));
    var headers = new JsonObject();
    message.headers().forEach(headers::put);
    frame.put("headers", headers);
    var body = message.body();
    if (body != null) {
      frame.put("body", sayable(body));
    }
    frame.put("send", message.isSend());
    var encoded = encode(frame);
    if (encoded.length() > maxMessageBytes) {
      throw unsayable(
          "the message has %d bytes of JSON (expected: at most %d)"
              .formatted(encoded.length(), maxMessageBytes));
    }
    return encoded;
  }

  private static Buffer encode(JsonObject frame) {
    try {
      return frame.toBuffer();
    } catch (EncodeException e) {
      throw unsayable("the message has no form in JSON: " + e.getMessage());
    }
  }

  /** Only what JSON has: the mapper might say more of an object than its owner knows. */
  private static Object sayable(Object body) {
    return switch (body) {
      case JsonObject _, JsonArray _, Number _, Boolean _, Buffer _, byte[] _ -> body;
      case CharSequence text -> text.toString();
      case Character one -> one.toString();
      default ->
          throw unsayable("a %s has no form in JSON".formatted(body.getClass().getSimpleName()));
    };
  }

  private static ReplyException unsayable(String why) {
    return new ReplyException(ReplyFailure.ERROR, why);
  }

  private static JsonObject type(String type) {
    return new JsonObject().put("type", type);
  }
}
