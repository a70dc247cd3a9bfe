package dev.samara.http;

import dev.samara.http.body.BodyBudget;
import dev.samara.http.body.RequestBody;
import dev.samara.rpc.Rpc;
import dev.samara.rpc.call.CallOptions;
import dev.samara.rpc.call.Cancellation;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * {@code POST /rpc/SERVICE/METHOD}: the arguments in, the result out, both as JSON or both as CBOR.
 * When the client goes, the call is cancelled. Event loops only.
 */
final class RpcHandler {
  /** How many milliseconds the client will wait. */
  static final String TIMEOUT_FIELD = "Samara-Timeout-Ms";

  private final Rpc rpc;
  private final int maxBodyBytes;
  private final Duration timeout;

  RpcHandler(Rpc rpc, GatewayOptions options) {
    this.rpc = rpc;
    this.maxBodyBytes = options.maxRpcBodyBytes();
    this.timeout = options.rpcTimeout();
  }

  void handle(Exchange exchange, String service, String method) throws ProblemException {
    exchange.require(HttpMethod.POST);
    HttpServerRequest request = exchange.request();
    RpcMedia media = RpcMedia.of(request.headers());
    Duration within = timeout(request.getHeader(TIMEOUT_FIELD));
    if (RequestRules.bodyBytes(request) > maxBodyBytes) {
      throw tooLarge();
    }
    BodyBudget budget = exchange.counters().gathered;
    RequestBody.of(request)
        .gather(maxBodyBytes, budget)
        .onComplete(
            body -> {
              try {
                call(exchange, media, service, method, body, within);
              } finally {
                // The bytes are the call's from here on.
                budget.release(body.length());
              }
            },
            exchange::fail);
  }

  /** The client's own, but never more than the gateway's. */
  private Duration timeout(String field) throws ProblemException {
    if (field == null) {
      return timeout;
    }
    if (!field.matches("[0-9]{1,18}") || Long.parseLong(field) == 0) {
      throw new ProblemException(
          Problem.BAD_FIELD, TIMEOUT_FIELD + " is not a number of milliseconds of 1 or more");
    }
    Duration asked = Duration.ofMillis(Long.parseLong(field));
    return asked.compareTo(timeout) < 0 ? asked : timeout;
  }

  private void call(
      Exchange exchange,
      RpcMedia media,
      String service,
      String method,
      Buffer body,
      Duration within) {
    var cancellation = new Cancellation();
    exchange.whenDone(cancellation::cancel);
    try {
      if (media == RpcMedia.JSON) {
        checkText(body);
      }
      CallOptions.none()
          .withCancellation(cancellation)
          .call(() -> start(media, service, method, body, within))
          .onComplete(
              result -> exchange.backOnLoop(() -> exchange.send(200, media.type(), result)),
              failure -> exchange.backOnLoop(() -> exchange.fail(failure)));
    } catch (ProblemException | RuntimeException e) {
      exchange.fail(e);
    }
  }

  private Future<Buffer> start(
      RpcMedia media, String service, String method, Buffer body, Duration within) {
    return switch (media) {
      case JSON -> rpc.callJson(service, method, body.toString(), within).map(Buffer::buffer);
      case CBOR -> rpc.callCbor(service, method, body, within);
    };
  }

  private static void checkText(Buffer body) throws ProblemException {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body.getBytes()));
    } catch (CharacterCodingException e) {
      throw new ProblemException(Problem.BAD_BODY, "the body is not UTF-8");
    }
  }

  private ProblemException tooLarge() {
    return new ProblemException(
        Problem.TOO_LARGE, "the arguments of a call have at most " + maxBodyBytes + " bytes");
  }
}
