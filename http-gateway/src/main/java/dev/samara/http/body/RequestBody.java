package dev.samara.http.body;

import dev.samara.http.wire.BodyMarks;
import dev.samara.http.wire.FaultyBodyException;
import dev.samara.http.wire.Front;
import dev.samara.http.wire.InterimAnswer;
import dev.samara.net.watch.Occupation;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.Optional;

/**
 * The body of a request on this node. Vert.x hands its bytes over in the pieces the reader made,
 * none of which has bytes of two chunks; the marks beside them say where chunks begin. State is
 * owned by the context of the request.
 */
public final class RequestBody implements BodyStream {
  private final HttpServerRequest request;
  private final BodyMarks marks;
  private final Context context;
  private Optional<Promise<BodyEvent>> waiting = Optional.empty();
  private Optional<BodyEvent> ready = Optional.empty();
  private Optional<Promise<Void>> readiness = Optional.empty();
  private Optional<BodyException> failure = Optional.empty();
  private boolean asked;
  private boolean ended;

  private RequestBody(HttpServerRequest request, BodyMarks marks, Context context) {
    this.request = request;
    this.marks = marks;
    this.context = context;
  }

  /**
   * Takes a request's body over: nothing else may read it.
   *
   * @param request as it was handed to its handler, in that very call
   * @return the body, of which nothing was asked yet. A client that waits for 100 (Continue) gets
   *     it with the first demand
   */
  public static RequestBody of(HttpServerRequest request) {
    BodyMarks marks =
        Front.of(request.connection()).map(Front::marks).orElseGet(() -> unframed(request));
    var body = new RequestBody(request, marks, Vertx.currentContext());
    request.pause();
    request.handler(body::received);
    request.endHandler(end -> body.deliver(new BodyEvent.LastChunk(marks.trailers())));
    request.exceptionHandler(body::broken);
    return body;
  }

  @Override
  public Future<BodyEvent> next() {
    Promise<BodyEvent> promise = Promise.promise();
    if (Vertx.currentContext() == context) {
      ask(promise);
    } else {
      context.runOnContext(go -> ask(promise));
    }
    return promise.future();
  }

  /**
   * The next piece if it is there; asks for it if not. On the context of the request only.
   *
   * @return empty when it is not ready
   * @throws BodyException when the rest will not come
   */
  public Optional<BodyEvent> poll() throws BodyException {
    if (ready.isEmpty()) {
      if (failure.isPresent()) {
        throw failure.get();
      }
      demand();
    }
    Optional<BodyEvent> event = ready;
    ready = Optional.empty();
    return event;
  }

  /**
   * Waits until {@link #poll} has something to say. On the context of the request only.
   *
   * @return done when a piece is there, or none will come; fails with an {@link
   *     IllegalStateException} when the last piece was taken
   */
  public Future<Void> ready() {
    if (ready.isPresent() || failure.isPresent()) {
      return Future.succeededFuture();
    }
    if (ended) {
      return Future.failedFuture(new IllegalStateException("the body has ended"));
    }
    Promise<Void> promise = Promise.promise();
    readiness = Optional.of(promise);
    demand();
    return promise.future();
  }

  private void ask(Promise<BodyEvent> promise) {
    if (ready.isPresent()) {
      BodyEvent event = ready.get();
      ready = Optional.empty();
      promise.complete(event);
    } else if (failure.isPresent()) {
      promise.fail(failure.get());
    } else if (ended || waiting.isPresent()) {
      promise.fail(
          new IllegalStateException(ended ? "the body has ended" : "another piece is waited for"));
    } else {
      waiting = Optional.of(promise);
      demand();
    }
  }

  private void demand() {
    if (asked || ended) {
      return;
    }
    if (request.bytesRead() == 0 && expectsContinue()) {
      InterimAnswer.goOn(request);
    }
    asked = true;
    request.fetch(1);
  }

  private boolean expectsContinue() {
    return request.version() != HttpVersion.HTTP_1_0
        && request.headers().contains(HttpHeaders.EXPECT)
        && !request.response().headWritten();
  }

  private void received(Buffer bytes) {
    deliver(
        marks
            .take(bytes.length())
            .<BodyEvent>map(mark ->
                new BodyEvent.ChunkStart(
                    mark.sizeBytes(), mark.extensions(), bytes, marks.isChunked()))
            .orElseGet(() -> new BodyEvent.ChunkData(bytes)));
  }

  private void deliver(BodyEvent event) {
    asked = false;
    Object before = Occupation.begin(this);
    try {
      handOver(event);
    } finally {
      Occupation.end(before);
    }
  }

  private void handOver(BodyEvent event) {
    ended = event instanceof BodyEvent.LastChunk;
    Optional<Promise<BodyEvent>> whom = waiting;
    waiting = Optional.empty();
    if (whom.isPresent()) {
      whom.get().complete(event);
    } else {
      ready = Optional.of(event);
      tellReady();
    }
  }

  private void broken(Throwable cause) {
    if (ended || failure.isPresent()) {
      return;
    }
    BodyException why =
        cause instanceof FaultyBodyException faulty
            ? new BodyException(faulty.status(), faulty.getMessage())
            : new BodyException(BodyException.BROKEN_OFF, "the client broke off");
    failure = Optional.of(why);
    Optional<Promise<BodyEvent>> whom = waiting;
    waiting = Optional.empty();
    whom.ifPresent(promise -> promise.fail(why));
    tellReady();
  }

  private void tellReady() {
    Optional<Promise<Void>> who = readiness;
    readiness = Optional.empty();
    who.ifPresent(Promise::complete);
  }

  /** For another thread that wonders what the event loop does. */
  @Override
  public String toString() {
    return "the body of %s %s from %s"
        .formatted(request.method(), request.uri(), request.remoteAddress());
  }

  private static BodyMarks unframed(HttpServerRequest request) {
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    return BodyMarks.unframed(length == null ? -1 : Long.parseLong(length));
  }
}
