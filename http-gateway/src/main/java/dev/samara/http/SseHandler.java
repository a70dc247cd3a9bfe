package dev.samara.http;

import dev.samara.http.body.BodyBudget;
import dev.samara.http.body.RequestBody;
import dev.samara.http.sse.SseException;
import dev.samara.http.sse.SseListener;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;

/**
 * {@code /sse}: {@code GET} opens a stream, {@code POST} sends to it, {@code DELETE} ends it. Event
 * loops only.
 */
final class SseHandler {
  /**
   * The key of the stream: a field and no part of the path, which logs keep. A page of another
   * origin cannot send it unless it is let in.
   */
  static final String KEY_FIELD = "Samara-Stream";

  private final SseListener listener;

  SseHandler(SseListener listener) {
    this.listener = listener;
  }

  void handle(Exchange exchange) throws ProblemException {
    if (listener.options().oneWay()) {
      exchange.require(HttpMethod.GET);
    } else {
      exchange.require(HttpMethod.GET, HttpMethod.POST, HttpMethod.DELETE);
    }
    try {
      if (exchange.request().method() == HttpMethod.GET) {
        open(exchange);
      } else if (exchange.request().method() == HttpMethod.POST) {
        post(exchange);
      } else {
        listener.end(key(exchange));
        exchange.sendNothing(202);
      }
    } catch (SseException e) {
      throw problem(e);
    }
  }

  private void open(Exchange exchange) throws SseException {
    Promise<Void> done = Promise.promise();
    exchange.response();
    exchange.whenDone(done::tryComplete);
    listener.open(exchange.vertx(), exchange.request(), done.future());
  }

  private void post(Exchange exchange) throws ProblemException {
    int maxBytes = listener.options().maxMessageBytes();
    HttpServerRequest request = exchange.request();
    String key = key(exchange);
    if (RequestRules.bodyBytes(request) > maxBytes) {
      throw new ProblemException(
          Problem.TOO_LARGE, "a message has at most " + maxBytes + " bytes here");
    }
    BodyBudget budget = exchange.counters().gathered;
    RequestBody body = RequestBody.of(request);
    listener
        .post(
            key,
            // The bytes are the stream's from then on.
            () -> body.gather(maxBytes, budget).onSuccess(bytes -> budget.release(bytes.length())))
        .onComplete(
            taken -> exchange.onLoop(() -> exchange.sendNothing(204)),
            failure ->
                exchange.onLoop(
                    () -> exchange.fail(failure instanceof SseException e ? problem(e) : failure)));
  }

  private static String key(Exchange exchange) throws ProblemException {
    String key = exchange.request().getHeader(KEY_FIELD);
    if (key == null) {
      throw new ProblemException(
          Problem.BAD_FIELD, KEY_FIELD + " is missing: it has the key of the stream's first event");
    }
    return key;
  }

  private static ProblemException problem(SseException e) {
    var known =
        switch (e.reason()) {
          case NO_SUCH_STREAM -> Problem.NO_SUCH_STREAM;
          case TURNED_AWAY, BUSY -> Problem.OVERLOADED;
        };
    return new ProblemException(known, e.getMessage());
  }
}
