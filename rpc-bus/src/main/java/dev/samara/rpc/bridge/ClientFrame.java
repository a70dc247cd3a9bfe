package dev.samara.rpc.bridge;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Optional;

/** What a client sent, field by field; each is looked at when it is asked for. */
record ClientFrame(JsonObject fields) {

  /**
   * Reads a frame.
   *
   * @throws InvalidFrameException if it is no JSON object
   */
  static ClientFrame parse(Buffer message) throws InvalidFrameException {
    try {
      if (Json.decodeValue(message) instanceof JsonObject object) {
        return new ClientFrame(object);
      }
    } catch (DecodeException _) {
      // Told below: the parser's own words would give away what it is.
    }
    throw InvalidFrameException.notAnObject();
  }

  /** The kind of frame; empty, which is none of them, unless it is a text. */
  String type() {
    return fields.getValue("type") instanceof String type ? type : "";
  }

  Optional<String> address() throws InvalidFrameException {
    return text("address");
  }

  /** The client's own name for the reply to a request. */
  Optional<String> replyAddress() throws InvalidFrameException {
    var address = text("replyAddress");
    if (address.filter(given -> given.length() > Permitted.MAX_ADDRESS_LENGTH).isPresent()) {
      throw InvalidFrameException.field(
          "replyAddress", "at most %d characters".formatted(Permitted.MAX_ADDRESS_LENGTH));
    }
    return address;
  }

  /** Why a request is answered with a failure. */
  Optional<String> failureMessage() throws InvalidFrameException {
    return text("message");
  }

  /** Present if a request is answered with a failure. */
  Optional<Integer> failureCode() throws InvalidFrameException {
    return switch (fields.getValue("failureCode")) {
      case null -> Optional.empty();
      case Integer code -> Optional.of(code);
      default -> throw InvalidFrameException.field("failureCode", "a whole number of 32 bits");
    };
  }

  /** Any JSON value; null if there is none. */
  Object body() {
    return fields.getValue("body");
  }

  private Optional<String> text(String field) throws InvalidFrameException {
    return switch (fields.getValue(field)) {
      case null -> Optional.empty();
      case String text -> Optional.of(text);
      default -> throw InvalidFrameException.field(field, "a text");
    };
  }

  /**
   * How the message travels on: three of the headers are about that, all others travel with it.
   *
   * @param most how long a reply may take at most, which is also how long unless the client says so
   */
  DeliveryOptions delivery(Duration most) throws InvalidFrameException {
    var delivery = new DeliveryOptions().setSendTimeout(most.toMillis());
    var headers = fields.getValue("headers");
    if (headers == null) {
      return delivery;
    }
    if (!(headers instanceof JsonObject given)) {
      throw InvalidFrameException.field("headers", "an object");
    }
    var travelling = MultiMap.caseInsensitiveMultiMap();
    for (var header : given) {
      switch (header.getKey()) {
        case "timeout" -> delivery.setSendTimeout(timeout(header.getValue(), most));
        case "localOnly" -> delivery.setLocalOnly(flag(header.getValue()));
        case "codecName" ->
            throw InvalidFrameException.field("headers.codecName", "none: bodies are JSON");
        default -> travelling.add(header.getKey(), scalar(header.getKey(), header.getValue()));
      }
    }
    return travelling.isEmpty() ? delivery : delivery.setHeaders(travelling);
  }

  private static long timeout(Object value, Duration most) throws InvalidFrameException {
    if (value instanceof Number number && number.longValue() >= 1) {
      return Math.min(number.longValue(), most.toMillis());
    }
    throw InvalidFrameException.field("headers.timeout", "1 or more milliseconds");
  }

  private static boolean flag(Object value) throws InvalidFrameException {
    if (value instanceof Boolean flag) {
      return flag;
    }
    throw InvalidFrameException.field("headers.localOnly", "true or false");
  }

  private static String scalar(String name, Object value) throws InvalidFrameException {
    return switch (value) {
      case String text -> text;
      case Number number -> number.toString();
      case Boolean flag -> flag.toString();
      case null, default -> throw InvalidFrameException.field("headers." + name, "a text");
    };
  }
}
