package dev.samara.http;

import dev.samara.http.openapi.OpenApi;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;

/** What a node tells about itself: health, metrics, the status document and its page. */
final class PagesHandler {
  private static final CharSequence JSON = HttpHeaders.createOptimized("application/json");

  /** Asked for often, by whoever watches the node. */
  private static final ReadyAnswer UP = health(200, "up");

  private static final ReadyAnswer DOWN = health(503, "down");

  private final GatewaySources sources;
  private final StatusPage page = StatusPage.load("status.html");
  private final StatusPage tryPage = StatusPage.load("try.html");

  PagesHandler(GatewaySources sources) {
    this.sources = sources;
  }

  void page(Exchange exchange) throws ProblemException {
    show(exchange, page);
  }

  /** Where the services can be tried. */
  void tryPage(Exchange exchange) throws ProblemException {
    show(exchange, tryPage);
  }

  /** What the services of this node are, made anew each time: they come and go. */
  void openApi(Exchange exchange) throws ProblemException {
    exchange.require(HttpMethod.GET, HttpMethod.HEAD);
    exchange.response().putHeader("Cache-Control", "no-store");
    exchange
        .vertx()
        .executeBlocking(
            () -> OpenApi.describe(sources.rpc().methods(), RpcHandler.TIMEOUT_FIELD), false)
        .onComplete(
            document -> exchange.backOnLoop(() -> exchange.sendJson(200, document)),
            failure -> exchange.backOnLoop(() -> exchange.fail(failure)));
  }

  private static void show(Exchange exchange, StatusPage page) throws ProblemException {
    exchange.require(HttpMethod.GET, HttpMethod.HEAD);
    exchange.response().putHeader("Content-Security-Policy", page.policy());
    exchange.response().putHeader("Referrer-Policy", "no-referrer");
    exchange.send(200, "text/html; charset=utf-8", page.html());
  }

  void status(Exchange exchange) throws ProblemException {
    exchange.require(HttpMethod.GET, HttpMethod.HEAD);
    exchange.response().putHeader("Cache-Control", "no-store");
    sources
        .status()
        .get()
        .onComplete(
            status -> exchange.backOnLoop(() -> exchange.sendJson(200, status)),
            failure -> exchange.backOnLoop(() -> exchange.fail(failure)));
  }

  /** On a worker: gathering every figure may take a while. */
  void metrics(Exchange exchange) throws ProblemException {
    exchange.require(HttpMethod.GET, HttpMethod.HEAD);
    exchange
        .vertx()
        .executeBlocking(() -> Buffer.buffer(sources.metrics().get()), false)
        .onComplete(
            text ->
                exchange.backOnLoop(
                    () -> exchange.send(200, "text/plain; version=0.0.4; charset=utf-8", text)),
            failure -> exchange.backOnLoop(() -> exchange.fail(failure)));
  }

  void live(Exchange exchange) throws ProblemException {
    health(exchange, true);
  }

  void ready(Exchange exchange) throws ProblemException {
    health(exchange, sources.ready().getAsBoolean());
  }

  private static void health(Exchange exchange, boolean up) throws ProblemException {
    exchange.require(HttpMethod.GET, HttpMethod.HEAD);
    exchange.send(up ? UP : DOWN);
  }

  private static ReadyAnswer health(int status, String word) {
    return ReadyAnswer.of(
        status,
        JSON,
        new JsonObject().put("status", word).toBuffer(),
        ReadyAnswer.Field.of(HttpHeaders.CACHE_CONTROL, "no-store"));
  }
}
