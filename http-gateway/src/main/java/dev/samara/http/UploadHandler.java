package dev.samara.http;

import dev.samara.http.upload.StoredFile;
import dev.samara.http.upload.StoredUpload;
import dev.samara.http.upload.Upload;
import dev.samara.http.upload.UploadException;
import dev.samara.http.upload.UploadName;
import dev.samara.http.upload.UploadStore;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.internal.buffer.BufferInternal;
import io.vertx.core.json.JsonObject;
import java.nio.ByteBuffer;
import java.util.Optional;

/** {@code /uploads/NAME}: streams bodies to the store and files back. Event loops only. */
final class UploadHandler {
  private final UploadStore store;

  UploadHandler(UploadStore store) {
    this.store = store;
  }

  void handle(Exchange exchange, String rawName) throws ProblemException, UploadException {
    exchange.require(
        HttpMethod.GET, HttpMethod.HEAD, HttpMethod.PUT, HttpMethod.POST, HttpMethod.DELETE);
    UploadName name = UploadName.parse(rawName);
    switch (exchange.request().method().name()) {
      case "GET", "HEAD" -> download(exchange, name);
      case "DELETE" -> delete(exchange, name);
      default -> receive(exchange, name);
    }
  }

  private void receive(Exchange exchange, UploadName name) throws ProblemException {
    HttpServerRequest request = exchange.request();
    if (request.headers().contains("Content-Range")) {
      throw new ProblemException(Problem.BAD_REQUEST, "parts of an upload are not taken here");
    }
    boolean waits = RequestRules.expectsContinue(request);
    long expectedBytes = RequestRules.bodyBytes(request);
    request.pause();
    var body = new UploadBody(exchange);
    store
        .begin(name, expectedBytes, () -> exchange.onLoop(request::resume))
        .onComplete(
            begun -> exchange.onLoop(() -> body.start(begun, waits)),
            refused -> exchange.onLoop(() -> body.refuse(refused)));
  }

  private void download(Exchange exchange, UploadName name) {
    store
        .read(name)
        .onComplete(
            file -> exchange.onLoop(() -> sendFile(exchange, file)),
            refused -> exchange.onLoop(() -> exchange.fail(refused)));
  }

  private static void sendFile(Exchange exchange, StoredFile file) {
    var response = exchange.response();
    if (response.closed()) {
      file.close();
      return;
    }
    response.putHeader(HttpHeaders.CONTENT_TYPE, "application/octet-stream");
    response.putHeader(HttpHeaders.CONTENT_LENGTH, Long.toString(file.sizeBytes()));
    var sent =
        exchange.isHead() ? response.end() : response.sendFile(file.channel(), 0, file.sizeBytes());
    sent.onComplete(done -> {
      file.close();
      if (done.failed()) {
        exchange.request().connection().close();
      }
    });
  }

  private void delete(Exchange exchange, UploadName name) {
    store
        .delete(name)
        .onComplete(
            gone -> exchange.onLoop(() -> exchange.sendNothing(204)),
            refused -> exchange.onLoop(() -> exchange.fail(refused)));
  }

  /** The body of one request on its way to the store. Touched on the request's event loop only. */
  private static final class UploadBody {
    private static final String BROKEN_OFF = "the client broke off";

    private final Exchange exchange;
    private final HttpServerRequest request;

    /** The body will not come whole; the answer, if one can be read, is given at that moment. */
    private boolean broken;

    private Optional<Upload> upload = Optional.empty();

    UploadBody(Exchange exchange) {
      this.exchange = exchange;
      this.request = exchange.request();
      request.exceptionHandler(this::breakOff);
    }

    void start(Upload begun, boolean clientWaits) {
      upload = Optional.of(begun);
      begun
          .result()
          .onComplete(
              stored -> exchange.onLoop(() -> answer(stored)),
              failed -> exchange.onLoop(() -> refuse(failed)));
      if (broken) {
        begun.abort(BROKEN_OFF);
        return;
      }
      request.handler(buffer -> pass(begun, buffer));
      request.endHandler(end -> begun.finish());
      if (clientWaits) {
        exchange.writeContinue();
      }
      request.resume();
    }

    void refuse(Throwable cause) {
      if (!broken) {
        exchange.fail(cause);
      }
    }

    private void pass(Upload upload, Buffer buffer) {
      if (!upload.offer(bytes(buffer))) {
        request.pause();
      }
    }

    /** What is not a lost connection is a body that cannot be read: answered before the close. */
    private void breakOff(Throwable cause) {
      broken = true;
      upload.ifPresent(begun -> begun.abort(BROKEN_OFF));
      if (!(cause instanceof HttpClosedException)) {
        exchange.failAndClose(Problem.BAD_BODY, "the body is not framed as announced");
      }
    }

    private void answer(StoredUpload stored) {
      exchange.sendJson(
          stored.created() ? 201 : 200,
          new JsonObject()
              .put("name", stored.name().value())
              .put("size", stored.sizeBytes())
              .put("sha256", stored.sha256()));
    }

    /** Without a copy: Vert.x gave us a buffer of our own on the heap. */
    private static ByteBuffer bytes(Buffer buffer) {
      return ((BufferInternal) buffer).getByteBuf().nioBuffer();
    }
  }
}
