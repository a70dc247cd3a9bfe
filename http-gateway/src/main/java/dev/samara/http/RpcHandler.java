package dev.samara.http;

import dev.samara.http.body.BodyBudget;
import dev.samara.http.body.RequestBody;
import dev.samara.rpc.Rpc;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * {@code POST /rpc/SERVICE/METHOD}: the arguments in, the result out, as JSON. Event loops only.
 */
final class RpcHandler {
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
    if (RequestRules.bodyBytes(request) > maxBodyBytes) {
      throw tooLarge();
    }
    BodyBudget budget = exchange.counters().gathered;
    RequestBody.of(request)
        .gather(maxBodyBytes, budget)
        .onComplete(body -> call(exchange, service, method, body, budget), exchange::fail);
  }

  private void call(
      Exchange exchange, String service, String method, Buffer body, BodyBudget budget) {
    try {
      rpc.callJson(service, method, text(body), timeout)
          .onComplete(
              result -> exchange.onLoop(() -> answer(exchange, result)),
              failure -> exchange.onLoop(() -> exchange.fail(failure)));
    } catch (ProblemException | RuntimeException e) {
      exchange.fail(e);
    } finally {
      // The text is the call's from here on.
      budget.release(body.length());
    }
  }

  private static void answer(Exchange exchange, String result) {
    exchange.send(200, "application/json", Buffer.buffer(result));
  }

  private static String text(Buffer body) throws ProblemException {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(body.getBytes()))
          .toString();
    } catch (CharacterCodingException e) {
      throw new ProblemException(Problem.BAD_BODY, "the body is not UTF-8");
    }
  }

  private ProblemException tooLarge() {
    return new ProblemException(
        Problem.TOO_LARGE, "the arguments of a call have at most " + maxBodyBytes + " bytes");
  }
}
