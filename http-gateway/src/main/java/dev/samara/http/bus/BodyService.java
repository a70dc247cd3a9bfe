package dev.samara.http.bus;

import dev.samara.codec.http.HttpField;
import dev.samara.http.body.BodyEvent;
import dev.samara.http.body.BodyException;
import dev.samara.http.body.BodyStream;
import dev.samara.http.mount.Reply;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A service that takes bodies from gateways of the cluster. Registers two addresses, however many
 * bodies there are: the service's, and one of this instance for the bodies it has taken on.
 */
public final class BodyService {
  /** Answers requests whose body comes over the bus. */
  @FunctionalInterface
  public interface Handler {
    /**
     * One request. Called on the context that registered the service.
     *
     * @param head method, target and fields of the request
     * @param body its body, as fast as it is asked for
     * @return the answer; a failure is answered with 502
     */
    Future<Reply> handle(Head head, BodyStream body);
  }

  /**
   * The head of a request on another node.
   *
   * @param method of the request
   * @param uri its target
   * @param fields in the order they came
   */
  public record Head(String method, String uri, List<HttpField> fields) {}

  private final Map<String, IncomingBody> bodies = new ConcurrentHashMap<>();
  private final Handler handler;
  private final String ownAddress;
  private final List<MessageConsumer<?>> consumers = new ArrayList<>();

  private BodyService(String address, Handler handler) {
    this.handler = handler;
    this.ownAddress = address + "." + UUID.randomUUID();
  }

  /**
   * Begins to serve.
   *
   * @param vertx whose bus
   * @param address of the service; several nodes may have the same and share the requests
   * @param handler takes the requests
   * @return the service, known in the cluster
   */
  public static Future<BodyService> register(Vertx vertx, String address, Handler handler) {
    var service = new BodyService(address, handler);
    MessageConsumer<Object> own = vertx.eventBus().consumer(service.ownAddress, service::piece);
    MessageConsumer<JsonObject> shared = vertx.eventBus().consumer(address, service::open);
    service.consumers.addAll(List.of(own, shared));
    return Future.all(own.completion(), shared.completion()).map(service);
  }

  /**
   * Takes no more requests; bodies under way end with status 503.
   *
   * @return done when the cluster knows
   */
  public Future<Void> close() {
    List<Future<Void>> ends = consumers.stream().map(MessageConsumer::unregister).toList();
    bodies.values().forEach(b -> b.broken(new BodyException(503, "the service is closing")));
    return Future.join(ends).mapEmpty();
  }

  /**
   * How many bodies are under way.
   *
   * @return 0 or more
   */
  public int underWay() {
    return bodies.size();
  }

  private void open(Message<JsonObject> message) {
    String id = UUID.randomUUID().toString();
    var body = new IncomingBody();
    bodies.put(id, body);
    JsonObject head = message.body();
    var parsed =
        new Head(
            head.getString("method"), head.getString("uri"), fields(head.getJsonArray("fields")));
    Future<Reply> reply;
    try {
      reply = handler.handle(parsed, body);
    } catch (RuntimeException e) {
      reply = Future.failedFuture(e);
    }
    body.answeredWith(reply);
    message.reply(new JsonObject().put("address", ownAddress).put("id", id));
  }

  private void piece(Message<Object> message) {
    String id = message.headers().get("id");
    IncomingBody body = bodies.get(id);
    if (body == null) {
      message.fail(404, "there is no such body here");
      return;
    }
    switch (message.headers().get("kind")) {
      case "start" ->
          body.received(
              new BodyEvent.ChunkStart(
                  Long.parseLong(message.headers().get("size")),
                  message.headers().get("extensions"),
                  (Buffer) message.body(),
                  Boolean.parseBoolean(message.headers().get("framed"))),
              message);
      case "data" -> body.received(new BodyEvent.ChunkData((Buffer) message.body()), message);
      case "last" ->
          body.received(new BodyEvent.LastChunk(fields((JsonArray) message.body())), message);
      case "answer" -> body.answer(message, () -> bodies.remove(id));
      case "broken" -> {
        bodies.remove(id);
        int status = Integer.parseInt(message.headers().get("status"));
        body.broken(new BodyException(status, message.headers().get("reason")));
      }
      default -> message.fail(400, "there is no such kind of piece");
    }
  }

  private static List<HttpField> fields(JsonArray pairs) {
    return pairs.stream()
        .map(JsonArray.class::cast)
        .map(pair -> new HttpField(pair.getString(0), pair.getString(1)))
        .toList();
  }
}
