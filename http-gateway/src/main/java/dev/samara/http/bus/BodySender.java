package dev.samara.http.bus;

import dev.samara.http.body.BodyEvent;
import dev.samara.http.body.BodyException;
import dev.samara.http.body.BodyStream;
import dev.samara.http.mount.Reply;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.Message;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Sends bodies to a service on some node. Any thread; each transfer is used on its context. */
public final class BodySender {
  /** So many pieces may be unanswered. */
  public static final int WINDOW = 8;

  /** A piece that the service does not ask for in this time ends the transfer. */
  private static final long PIECE_TIMEOUT_MILLIS = TimeUnit.MINUTES.toMillis(1);

  /** A whole request. The client's own patience and the gateway's timeouts are shorter. */
  private static final long ANSWER_TIMEOUT_MILLIS = TimeUnit.DAYS.toMillis(1);

  private final EventBus bus;
  private final String address;

  /**
   * To an address.
   *
   * @param vertx whose bus
   * @param address where the service was registered
   */
  public BodySender(Vertx vertx, String address) {
    this.bus = vertx.eventBus();
    this.address = address;
  }

  /**
   * One request.
   *
   * @param request its head
   * @param body its body; what the service does not ask for is not read
   * @return what the service answered; fails with a {@link BodyException}: as the body did, or with
   *     502 when the service failed, is not there or left
   */
  public Future<Reply> send(HttpServerRequest request, BodyStream body) {
    var fields = new JsonArray();
    request.headers().forEach((name, value) -> fields.add(new JsonArray().add(name).add(value)));
    var head =
        new JsonObject()
            .put("method", request.method().name())
            .put("uri", request.uri())
            .put("fields", fields);
    return bus.<JsonObject>request(address, head, options("open", PIECE_TIMEOUT_MILLIS, Map.of()))
        .recover(gone -> Future.failedFuture(lost(gone)))
        .compose(opened -> new Transfer(opened.body()).run(body));
  }

  private static DeliveryOptions options(
      String kind, long timeoutMillis, Map<String, String> headers) {
    var options = new DeliveryOptions().setSendTimeout(timeoutMillis).addHeader("kind", kind);
    headers.forEach(options::addHeader);
    return options;
  }

  private static BodyException lost(Throwable cause) {
    return new BodyException(502, "the service for this path: " + cause.getMessage());
  }

  /** One body under way. */
  private final class Transfer {
    private final String peer;
    private final String id;
    private final Promise<Reply> reply = Promise.promise();
    private Promise<Void> next = Promise.promise();
    private int unanswered;
    private boolean waits;
    private boolean ended;

    Transfer(JsonObject opened) {
      this.peer = opened.getString("address");
      this.id = opened.getString("id");
    }

    Future<Reply> run(BodyStream body) {
      bus.<JsonObject>request(
              peer, null, options("answer", ANSWER_TIMEOUT_MILLIS, Map.of("id", id)))
          .onComplete(this::answered, gone -> fail(lost(gone)));
      body.forEach(this::piece).onFailure(this::broken);
      return reply.future();
    }

    private synchronized void answered(Message<JsonObject> answer) {
      ended = true;
      var fields = new HashMap<String, String>();
      answer
          .body()
          .getJsonObject("fields")
          .forEach(field -> fields.put(field.getKey(), (String) field.getValue()));
      var content = Buffer.buffer(answer.body().getBinary("body"));
      reply.tryComplete(new Reply(answer.body().getInteger("status"), fields, content));
    }

    /** Done at once while the window has room, and else when one more was answered. */
    private synchronized Future<Void> piece(BodyEvent event) {
      if (ended) {
        // The service knows enough; the rest is only read off.
        return Future.succeededFuture();
      }
      Future<Message<Object>> taken =
          switch (event) {
            case BodyEvent.ChunkStart start ->
                bus.request(
                    peer,
                    start.first(),
                    options(
                        "start",
                        PIECE_TIMEOUT_MILLIS,
                        Map.of(
                            "id", id,
                            "size", Long.toString(start.sizeBytes()),
                            "extensions", start.extensions(),
                            "framed", Boolean.toString(start.framed()))));
            case BodyEvent.ChunkData more ->
                bus.request(
                    peer, more.data(), options("data", PIECE_TIMEOUT_MILLIS, Map.of("id", id)));
            case BodyEvent.LastChunk last ->
                bus.request(
                    peer, trailers(last), options("last", PIECE_TIMEOUT_MILLIS, Map.of("id", id)));
          };
      unanswered++;
      taken.onComplete(ok -> taken(), gone -> fail(lost(gone)));
      return room();
    }

    private Future<Void> room() {
      if (unanswered < WINDOW) {
        return Future.succeededFuture();
      }
      waits = true;
      next = Promise.promise();
      return next.future();
    }

    private void taken() {
      Promise<Void> whom;
      synchronized (this) {
        unanswered--;
        if (!waits) {
          return;
        }
        waits = false;
        whom = next;
      }
      whom.tryComplete();
    }

    private void fail(BodyException cause) {
      synchronized (this) {
        ended = true;
      }
      reply.tryFail(cause);
      taken();
    }

    private void broken(Throwable cause) {
      String status = cause instanceof BodyException body ? "" + body.status() : "502";
      var why = Map.of("id", id, "status", status, "reason", String.valueOf(cause.getMessage()));
      bus.send(peer, null, options("broken", PIECE_TIMEOUT_MILLIS, why));
      reply.tryFail(cause);
    }

    private static JsonArray trailers(BodyEvent.LastChunk last) {
      var all = new JsonArray();
      last.trailers().forEach(t -> all.add(new JsonArray().add(t.name()).add(t.value())));
      return all;
    }
  }
}
