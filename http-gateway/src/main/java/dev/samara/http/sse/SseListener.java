package dev.samara.http.sse;

import dev.samara.http.sse.SseException.Reason;
import dev.samara.net.Hub;
import dev.samara.net.Listener;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Lets streams of server-sent events in as connections of a listener: with its rules, limits, names
 * and accounting. A message to the peer is an event with an id; a message of the peer is the body
 * of a request of its own, with the key that the stream's first event has. Nothing is kept for a
 * client that comes back: it gets a new connection, and is told so.
 *
 * <p>Any thread may call any method, unless it says otherwise.
 */
public final class SseListener {
  private static final int KEY_BYTES = 16;

  private static final int TAG_BYTES = 6;

  /** What a browser sends when it comes back (WHATWG HTML, section 9.2.4). */
  private static final String LAST_EVENT_ID = "Last-Event-ID";

  private final Hub hub;
  private final Listener listener;
  private final SseOptions options;
  private final SecureRandom random = new SecureRandom();
  private final Map<String, SseLink> links = new ConcurrentHashMap<>();

  private SseListener(Hub hub, Listener listener, SseOptions options) {
    this.hub = hub;
    this.listener = listener;
    this.options = options;
  }

  /**
   * Makes an end of streams.
   *
   * @param hub the hub
   * @param listener a listener attached to that hub, with a framing that keeps the bounds of
   *     messages
   * @param options how streams are served
   * @return takes requests
   */
  public static SseListener into(Hub hub, Listener listener, SseOptions options) {
    return new SseListener(hub, listener, options);
  }

  /**
   * How streams are served.
   *
   * @return the options
   */
  public SseOptions options() {
    return options;
  }

  /**
   * Answers a request with a stream. On the request's event loop, before anything was answered.
   *
   * @param vertx where the request is served
   * @param request the request
   * @param done completes, on that event loop, when the answer is out or the client has gone
   * @throws SseException {@link Reason#TURNED_AWAY}; then nothing was answered
   */
  public void open(Vertx vertx, HttpServerRequest request, Future<Void> done) throws SseException {
    Context context = vertx.getOrCreateContext();
    var key = token(KEY_BYTES);
    var link = new SseLink(request, context, token(TAG_BYTES), options.maxPosts());
    request
        .response()
        .putHeader("Content-Type", "text/event-stream; charset=utf-8")
        .putHeader("Cache-Control", "no-store")
        .setChunked(true);
    link.greet(greeting(key, request.getHeader(LAST_EVENT_ID)));
    links.put(key, link);
    var connection = hub.adopt(listener, link);
    if (connection.isEmpty()) {
      links.remove(key);
      request.response().headers().remove("Cache-Control");
      request.response().setChunked(false);
      throw new SseException(Reason.TURNED_AWAY, "this listener takes no more connections now");
    }
    long keepAlive = vertx.setPeriodic(options.keepAlive().toMillis(), _ -> link.keepAlive());
    done.onComplete(_ -> {
      links.remove(key);
      vertx.cancelTimer(keepAlive);
      link.ended();
    });
    link.start(connection.get());
  }

  /**
   * Hands a message of a client to its stream, after those before.
   *
   * @param key the key of the stream
   * @param body asked, on any event loop, once the stream's connection wants to read
   * @return completes when the connection has it; fails with {@link SseException}, or as the body
   *     does
   */
  public Future<Void> post(String key, Supplier<Future<Buffer>> body) {
    var link = links.get(key);
    return link == null ? Future.failedFuture(noSuchStream()) : link.post(body);
  }

  /**
   * A client ends its stream: what it is owed still leaves.
   *
   * @param key the key of the stream
   * @throws SseException {@link Reason#NO_SUCH_STREAM}
   */
  public void end(String key) throws SseException {
    var link = links.get(key);
    if (link == null) {
      throw noSuchStream();
    }
    link.endInput();
  }

  /**
   * Ends all streams: nothing more is read, answers still leave.
   *
   * @param within when what is left is given back
   */
  public void drain(Duration within) {
    links.values().forEach(link -> link.drain(within));
  }

  private String greeting(String key, String lastEventId) {
    var greeting = new JsonObject();
    if (!options.oneWay()) {
      greeting.put("key", key);
    }
    if (lastEventId != null) {
      greeting.put("lastEventId", lastEventId);
    }
    return greeting.put("replayed", 0).encode();
  }

  private String token(int bytes) {
    var token = new byte[bytes];
    random.nextBytes(token);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(token);
  }

  private static SseException noSuchStream() {
    return new SseException(Reason.NO_SUCH_STREAM, "there is no stream of this key here");
  }
}
