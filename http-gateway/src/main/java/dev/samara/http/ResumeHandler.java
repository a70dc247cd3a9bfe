package dev.samara.http;

import dev.samara.http.resume.Creation;
import dev.samara.http.resume.IetfDraft;
import dev.samara.http.resume.ResumeProtocol;
import dev.samara.http.resume.Tus;
import dev.samara.http.upload.PartialState;
import dev.samara.http.upload.PartialStore;
import dev.samara.http.upload.StoredUpload;
import dev.samara.http.upload.UploadException;
import dev.samara.http.upload.UploadFailure;
import dev.samara.http.upload.UploadName;
import dev.samara.http.upload.UploadResult;
import dev.samara.http.upload.UploadStore;
import dev.samara.http.wire.InterimAnswer;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import java.util.Optional;

/**
 * Uploads that come in parts, in tus 1.0 and the IETF's draft: begun at {@code /uploads} and {@code
 * /uploads/NAME}, gone on with at {@code /partial/ID}. Event loops only.
 */
final class ResumeHandler {
  static final String PATH = "/partial/";

  private final PartialStore store;
  private final ResumeProtocol.Limits limits;

  ResumeHandler(UploadStore store) {
    this.store = store.partials();
    this.limits = new ResumeProtocol.Limits(store.options().limits().maxBytes());
  }

  /** {@code OPTIONS}: what there is. */
  void discover(Exchange exchange, String methods) {
    MultiMap answer = exchange.response().headers();
    Tus.discover(limits, answer);
    IetfDraft.discover(limits, answer);
    answer.set(HttpHeaders.ALLOW, methods);
    exchange.sendNothing(204);
  }

  /** A request that begins an upload, with or without its first bytes. */
  void create(Exchange exchange, ResumeProtocol protocol, Optional<UploadName> name)
      throws ProblemException, UploadException {
    sign(exchange, protocol);
    MultiMap headers = exchange.request().headers();
    long bodyBytes = RequestRules.bodyBytes(exchange.request());
    Creation creation = protocol.creation(headers, name, bodyBytes);
    // Checks the fields of the first part before anything is made for it.
    protocol.part("", 0, headers, bodyBytes);
    exchange.request().pause();
    var made =
        creation.composition().isEmpty()
            ? store.create(creation.upload())
            : store.concatenate(creation.components(), creation.upload(), creation.composition());
    made.onComplete(
        state -> exchange.onLoop(() -> created(exchange, protocol, creation, state)),
        refused -> exchange.onLoop(() -> refuse(exchange, refused)));
  }

  private void created(
      Exchange exchange, ResumeProtocol protocol, Creation creation, PartialState state) {
    HttpServerResponse response = exchange.response();
    if (response.closed()) {
      return;
    }
    response.putHeader(HttpHeaders.LOCATION, PATH + state.id());
    protocol
        .interim(exchange.request().headers(), PATH + state.id(), limits)
        .ifPresent(fields ->
            InterimAnswer.write(exchange.request(), 104, "Upload Resumption Supported", fields));
    if (creation.appends()) {
      try {
        append(exchange, protocol, state.id(), 0, 201);
      } catch (ProblemException | RuntimeException e) {
        exchange.fail(e);
      }
      return;
    }
    exchange.request().resume();
    protocol.describe(state, limits, response.headers());
    exchange.sendNothing(201);
  }

  /** {@code /partial/ID}. */
  void handle(Exchange exchange, String id) throws ProblemException {
    MultiMap headers = exchange.request().headers();
    ResumeProtocol protocol = ResumeProtocol.of(headers).orElse(IetfDraft.PROTOCOL);
    HttpMethod method = method(exchange);
    if (method == HttpMethod.OPTIONS) {
      discover(exchange, "HEAD, PATCH, DELETE, OPTIONS");
      return;
    }
    sign(exchange, protocol);
    switch (method.name()) {
      case "HEAD" -> tell(exchange, protocol, id);
      case "DELETE" -> terminate(exchange, id);
      case "PATCH" -> {
        if (!protocol.isPart(headers)) {
          throw new ProblemException(
              Problem.WRONG_TYPE, "a part of an upload has a media type of its own");
        }
        append(exchange, protocol, id, ResumeProtocol.offset(headers), 204);
      }
      default ->
          exchange.require(
              HttpMethod.HEAD, HttpMethod.PATCH, HttpMethod.DELETE, HttpMethod.OPTIONS);
    }
  }

  /** Some clients of tus can only POST, and say what they mean in a field. */
  private static HttpMethod method(Exchange exchange) {
    HttpMethod method = exchange.request().method();
    String meant = exchange.request().getHeader("X-HTTP-Method-Override");
    return method == HttpMethod.POST && meant != null ? HttpMethod.valueOf(meant) : method;
  }

  private void tell(Exchange exchange, ResumeProtocol protocol, String id) {
    boolean tus = protocol instanceof Tus;
    store
        .state(id)
        .onComplete(
            state ->
                exchange.onLoop(() -> {
                  describe(exchange, protocol, state);
                  exchange.sendNothing(tus ? 200 : 204);
                }),
            refused -> exchange.onLoop(() -> refuse(exchange, refused)));
  }

  private void terminate(Exchange exchange, String id) {
    store
        .terminate(id)
        .onComplete(
            gone -> exchange.onLoop(() -> exchange.sendNothing(204)),
            refused -> exchange.onLoop(() -> refuse(exchange, refused)));
  }

  private void append(
      Exchange exchange, ResumeProtocol protocol, String id, long offsetBytes, int status)
      throws ProblemException {
    var request = exchange.request();
    var part = protocol.part(id, offsetBytes, request.headers(), RequestRules.bodyBytes(request));
    UploadBody.receive(
        exchange,
        onDrain -> store.append(part, onDrain),
        result -> appended(exchange, protocol, id, result, status),
        refused -> refuse(exchange, refused));
  }

  /** What the client is told is what the next request would find. */
  private void appended(
      Exchange exchange, ResumeProtocol protocol, String id, UploadResult result, int status) {
    store
        .state(id)
        .onComplete(
            state ->
                exchange.onLoop(() -> {
                  describe(exchange, protocol, state);
                  boolean complete =
                      result instanceof StoredUpload && protocol instanceof IetfDraft;
                  if (complete) {
                    UploadHandler.answer(exchange, result, state.wanted());
                  } else {
                    exchange.sendNothing(status);
                  }
                }),
            refused -> exchange.onLoop(() -> refuse(exchange, refused)));
  }

  private void describe(Exchange exchange, ResumeProtocol protocol, PartialState state) {
    HttpServerResponse response = exchange.response();
    if (!response.headWritten() && !response.closed()) {
      protocol.describe(state, limits, response.headers());
    }
  }

  private static void sign(Exchange exchange, ResumeProtocol protocol) throws ProblemException {
    protocol.sign(exchange.response().headers());
    if (protocol.isOtherVersion(exchange.request().headers())) {
      exchange.response().putHeader("Tus-Version", Tus.VERSION);
      throw new ProblemException(
          Problem.OTHER_VERSION, "tus " + Tus.VERSION + ", and the draft's versions 5 to 8");
    }
  }

  /** A client of the draft reads where to go on from the header of the refusal. */
  private static void refuse(Exchange exchange, Throwable cause) {
    if (cause instanceof UploadException e) {
      e.offsetBytes()
          .ifPresent(
              offset -> exchange.response().putHeader("Upload-Offset", Long.toString(offset)));
      boolean tus = exchange.request().headers().contains("Tus-Resumable");
      if (tus && e.kind() == UploadFailure.DIGEST_MISMATCH) {
        exchange.fail(Problem.CHECKSUM_MISMATCH, e.getMessage());
        return;
      }
    }
    exchange.fail(cause);
  }
}
