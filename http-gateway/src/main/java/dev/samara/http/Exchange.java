package dev.samara.http;

import dev.samara.http.body.BodyException;
import dev.samara.http.field.FieldException;
import dev.samara.http.mount.Reply;
import dev.samara.http.upload.UploadException;
import dev.samara.http.wire.Front;
import dev.samara.rpc.call.RpcException;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.http.HttpServerRequestInternal;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One request and its answer. Every answer leaves through here. Used on the request's context. */
final class Exchange {
  /** Up to here the body goes with the head in one write. */
  private static final int ONE_WRITE_BYTES = 64 * 1024;

  /** The socket's own copy of what waits is never more than this. */
  private static final int PIECE_BYTES = 256 * 1024;

  /** RFC 9113, section 7. */
  private static final long NO_ERROR = 0;

  private static final long INTERNAL_ERROR = 2;

  /** So long a client may send on after its answer on a stream of HTTP/2. */
  private static final long LINGER_MILLIS = 1000;

  private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);

  static final CharSequence CONTENT_TYPE_OPTIONS =
      HttpHeaders.createOptimized("x-content-type-options");
  static final CharSequence NO_SNIFF = HttpHeaders.createOptimized("nosniff");
  private static final CharSequence JSON = HttpHeaders.createOptimized("application/json");

  private final Loop loop;
  private final HttpServerRequest request;
  private final HttpServerResponse response;
  private final ContextInternal context;
  private final List<Runnable> atEnd = new ArrayList<>(0);
  private Optional<String> user = Optional.empty();
  private Optional<String> traceId = Optional.empty();
  private Optional<String> mount = Optional.empty();
  private boolean held;
  private boolean hasUsualFields;

  /** What all requests of one event loop share. */
  record Loop(
      Vertx vertx,
      Connections connections,
      Counters counters,
      DateHeader date,
      boolean compresses) {}

  Exchange(Loop loop, HttpServerRequest request) {
    this.loop = loop;
    this.request = request;
    this.response = request.response();
    this.context = ((HttpServerRequestInternal) request).context();
  }

  HttpServerRequest request() {
    return request;
  }

  /** With the fields of every answer, which a handler may take away. */
  HttpServerResponse response() {
    if (!hasUsualFields) {
      hasUsualFields = true;
      MultiMap fields = response.headers();
      fields.set(CONTENT_TYPE_OPTIONS, NO_SNIFF);
      if (RequestRules.isHttp2(request)) {
        // Over HTTP/1 the wire says it.
        fields.set(HttpHeaders.DATE, loop.date().at(System.currentTimeMillis()));
      }
    }
    return response;
  }

  /** Who asks, if that was found out. */
  Optional<String> user() {
    return user;
  }

  void identify(String name) {
    user = Optional.of(name);
  }

  void servedBy(String mountPath) {
    mount = Optional.of(mountPath);
  }

  /** Nothing of the body is to be read yet. */
  void hold() {
    held = true;
    request.pause();
  }

  /** For requests whose handler does not itself ask for the body. */
  void release() {
    if (held) {
      held = false;
      request.resume();
    }
  }

  Counters counters() {
    return loop.counters();
  }

  Vertx vertx() {
    return loop.vertx();
  }

  /** Runs on the request's event loop, from any thread, in a turn to come. */
  void onLoop(Runnable action) {
    context.runOnContext(go -> action.run());
  }

  /** The same, but at once if this is that event loop: for what ends the exchange. */
  void backOnLoop(Runnable action) {
    context.emit(action, Runnable::run);
  }

  /**
   * Runs once, on the event loop, when the answer is out or nobody waits for it any more. Over
   * HTTP/2 only for handlers that leave the handlers of the response alone.
   */
  void whenDone(Runnable action) {
    var front = Front.of(request.connection());
    if (front.isPresent()) {
      front.get().whenAnswered(action);
      return;
    }
    if (atEnd.isEmpty()) {
      response.endHandler(ended -> done());
      response.closeHandler(closed -> done());
    }
    atEnd.add(action);
  }

  private void done() {
    List<Runnable> actions = List.copyOf(atEnd);
    atEnd.clear();
    actions.forEach(Runnable::run);
  }

  boolean isHead() {
    return request.method() == HttpMethod.HEAD;
  }

  void require(HttpMethod... methods) throws ProblemException {
    if (!isOneOf(methods)) {
      String allowed =
          Arrays.stream(methods).map(HttpMethod::name).collect(Collectors.joining(", "));
      response().putHeader(HttpHeaders.ALLOW, allowed);
      throw new ProblemException(Problem.METHOD_NOT_ALLOWED, "use " + allowed);
    }
  }

  private boolean isOneOf(HttpMethod[] methods) {
    HttpMethod asked = request.method();
    for (HttpMethod method : methods) {
      if (method.equals(asked)) {
        return true;
      }
    }
    return false;
  }

  void sendJson(int status, JsonObject body) {
    send(status, JSON, body.toBuffer());
  }

  /** One that was made before. */
  void send(ReadyAnswer answer) {
    if (hasUsualFields || RequestRules.isHttp2(request)) {
      MultiMap fields = response().headers();
      answer.fields().forEach(field -> fields.set(field.name(), field.value()));
      send(answer.status(), answer.type(), answer.body());
    } else if (!response.ended() && !response.closed()) {
      hasUsualFields = true;
      response.setStatusCode(answer.status());
      response.headers().setAll(answer.allFields());
      if (isHead()) {
        response.end();
      } else {
        response.end(answer.body());
      }
    }
  }

  void send(int status, CharSequence contentType, Buffer body) {
    if (response.ended() || response.closed()) {
      return;
    }
    response().setStatusCode(status);
    response.headers().set(HttpHeaders.CONTENT_TYPE, contentType);
    if (!loop.compresses() || !Compression.fits(response, contentType.toString(), body)) {
      write(body);
      return;
    }
    response.headers().add(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
    if (!Compression.isTaken(request)) {
      write(body);
    } else if (body.length() <= ONE_WRITE_BYTES) {
      writeGzip(Compression.gzip(body));
    } else {
      vertx()
          .executeBlocking(() -> Compression.gzip(body), false)
          .onComplete(zipped -> onLoop(() -> writeGzip(zipped)), e -> onLoop(() -> fail(e)));
    }
  }

  private void writeGzip(Buffer zipped) {
    if (!response.closed()) {
      response.putHeader(HttpHeaders.CONTENT_ENCODING, "gzip");
      write(zipped);
    }
  }

  /**
   * A large body is written before the end is: Vert.x takes a response for done when its end is
   * queued, and a shutdown then closes the connection whatever is left unsent.
   */
  private void write(Buffer body) {
    response.headers().set(HttpHeaders.CONTENT_LENGTH, Integer.toString(body.length()));
    if (isHead()) {
      response.end();
    } else if (body.length() <= ONE_WRITE_BYTES) {
      response.end(body);
    } else {
      writePieces(body, 0);
    }
  }

  private void writePieces(Buffer body, int from) {
    int to = Math.min(from + PIECE_BYTES, body.length());
    response
        .write(body.slice(from, to))
        .onSuccess(written -> {
          if (to < body.length()) {
            writePieces(body, to);
          } else {
            response.end();
          }
        });
  }

  /** An answer of the application. */
  void send(Reply reply) {
    if (response.ended() || response.closed()) {
      return;
    }
    reply.fields().forEach(response()::putHeader);
    String type = reply.fields().getOrDefault("content-type", "application/octet-stream");
    send(reply.status(), type, reply.body());
  }

  void sendNothing(int status) {
    if (!response.ended() && !response.closed()) {
      response().setStatusCode(status).end();
    }
  }

  /**
   * Answers with a problem; closes the connection when the body was not read to its end, and when
   * it is too large: whether it ended before that was noticed is chance.
   */
  void fail(Problem problem, String detail) {
    if (hasUnreadBody() || problem == Problem.TOO_LARGE) {
      failAndClose(problem, detail);
    } else {
      // It may be paused, and the next request on the connection comes after its end.
      request.resume();
      sendProblem(problem, detail);
    }
  }

  /** Finds the line of the table. What is not expected is logged and told without detail. */
  void fail(Throwable cause) {
    switch (cause) {
      case BodyException e when e.status() == BodyException.BROKEN_OFF -> abort();
      case BodyException e -> fail(Problem.ofBody(e.status()), e.getMessage());
      case ProblemException e -> fail(e.problem(), e.getMessage());
      case FieldException e -> fail(Problem.BAD_FIELD, e.getMessage());
      case UploadException e -> fail(Problem.of(e.kind()), e.getMessage());
      case RpcException e -> {
        traceId = e.traceId();
        fail(Problem.of(e.kind()), e.getMessage());
      }
      default -> {
        LOG.error("{} {} failed", request.method(), request.uri(), cause);
        fail(Problem.INTERNAL, "the reason is in the log of the node");
      }
    }
  }

  /**
   * Answers, ignores all that follows on the connection, and closes it once the client has read the
   * answer or, at the latest, after a while.
   */
  void failAndClose(Problem problem, String detail) {
    if (RequestRules.isHttp2(request)) {
      sendProblem(problem, detail);
      stopBody();
      return;
    }
    if (!response.headWritten()) {
      response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    }
    Front.of(request.connection()).ifPresent(Front::finish);
    dropRest();
    sendProblem(problem, detail);
  }

  /** Over HTTP/2; the wire resets the stream after the answer, whichever that is. */
  void tooSlow() {
    if (!response.ended()) {
      sendProblem(Problem.TOO_SLOW, "the body of the request came too slowly");
    }
  }

  /** For another thread that wonders what the event loop does. */
  @Override
  public String toString() {
    String where = mount.map("mount %s: "::formatted).orElse("");
    return where + request.method() + " " + request.uri() + " from " + request.remoteAddress();
  }

  /** What is left of a body may wait in buffers, paused, that only a handler gives back. */
  void dropRest() {
    if (!request.isEnded()) {
      request.handler(dropped -> {});
      request.resume();
    }
  }

  /** RFC 9113, section 8.1: after a whole answer the client is asked to send no more. */
  private void stopBody() {
    dropRest();
    vertx()
        .setTimer(
            LINGER_MILLIS,
            late -> {
              if (!request.isEnded()) {
                response.reset(NO_ERROR);
              }
            });
  }

  /** Ends an exchange whose answer cannot be made whole any more, so that the client sees it. */
  void abort() {
    if (RequestRules.isHttp2(request)) {
      response.reset(INTERNAL_ERROR);
    } else {
      request.connection().close();
    }
  }

  private void sendProblem(Problem problem, String detail) {
    loop.counters().problems.incrementAndGet();
    if (response.headWritten()) {
      abort();
      return;
    }
    if (problem.status() == 503 || problem == Problem.LOCKED) {
      response().putHeader(HttpHeaders.RETRY_AFTER, "1");
    }
    // A handler may have left a reason that cannot be sent.
    response.setStatusMessage(HttpResponseStatus.valueOf(problem.status()).reasonPhrase());
    var document = problem.document(detail);
    traceId.ifPresent(id -> document.put("traceId", id));
    send(problem.status(), "application/problem+json", document.toBuffer());
  }

  private boolean hasUnreadBody() {
    return !request.isEnded() && RequestRules.hasBody(request);
  }
}
