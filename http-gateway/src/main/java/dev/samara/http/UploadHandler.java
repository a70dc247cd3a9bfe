package dev.samara.http;

import dev.samara.http.field.DigestFields;
import dev.samara.http.field.Preconditions;
import dev.samara.http.resume.ResumeProtocol;
import dev.samara.http.upload.DigestAlgorithm;
import dev.samara.http.upload.ExpectedDigest;
import dev.samara.http.upload.StoredUpload;
import dev.samara.http.upload.UploadException;
import dev.samara.http.upload.UploadName;
import dev.samara.http.upload.UploadRequest;
import dev.samara.http.upload.UploadResult;
import dev.samara.http.upload.UploadStore;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** {@code /uploads/NAME}: a whole body to the store in one request, and files back. Event loops. */
final class UploadHandler {
  private final UploadStore store;
  private final DownloadHandler downloads;
  private final ResumeHandler partials;

  UploadHandler(UploadStore store, ResumeHandler partials) {
    this.store = store;
    this.partials = partials;
    this.downloads = new DownloadHandler(store);
  }

  void handle(Exchange exchange, String rawName) throws ProblemException, UploadException {
    exchange.require(
        HttpMethod.GET,
        HttpMethod.HEAD,
        HttpMethod.PUT,
        HttpMethod.POST,
        HttpMethod.DELETE,
        HttpMethod.OPTIONS);
    UploadName name = UploadName.parse(rawName);
    switch (exchange.request().method().name()) {
      case "GET", "HEAD" -> downloads.handle(exchange, name);
      case "DELETE" -> delete(exchange, name);
      case "OPTIONS" -> partials.discover(exchange, "GET, HEAD, PUT, POST, DELETE, OPTIONS");
      default -> {
        var protocol = ResumeProtocol.of(exchange.request().headers());
        if (protocol.isPresent()) {
          partials.create(exchange, protocol.get(), Optional.of(name));
        } else {
          receive(exchange, name);
        }
      }
    }
  }

  /** {@code /uploads} itself: uploads whose names come with them. */
  void handleFolder(Exchange exchange) throws ProblemException, UploadException {
    exchange.require(HttpMethod.POST, HttpMethod.OPTIONS);
    if (exchange.request().method() == HttpMethod.OPTIONS) {
      partials.discover(exchange, "POST, OPTIONS");
      return;
    }
    var protocol = ResumeProtocol.of(exchange.request().headers());
    if (protocol.isPresent()) {
      partials.create(exchange, protocol.get(), Optional.empty());
    } else if (!FormHandler.receive(exchange, store)) {
      throw new ProblemException(
          Problem.WRONG_TYPE, "without a name an upload is a form, or speaks tus or the draft");
    }
  }

  private void receive(Exchange exchange, UploadName name) throws ProblemException {
    HttpServerRequest request = exchange.request();
    if (request.headers().contains("Content-Range")) {
      throw new ProblemException(Problem.BAD_REQUEST, "parts of an upload are not taken here");
    }
    List<ExpectedDigest> digests = new ArrayList<>();
    // Without a transfer coding the content is the representation.
    digests.addAll(DigestFields.expected(request.headers(), "Content-Digest"));
    digests.addAll(DigestFields.expected(request.headers(), "Repr-Digest"));
    Set<DigestAlgorithm> wanted = DigestFields.wanted(request.headers(), "Want-Repr-Digest");
    var upload =
        new UploadRequest(
            name, RequestRules.bodyBytes(request), digests, wanted, condition(exchange));
    UploadBody.receive(
        exchange,
        onDrain -> store.begin(upload, onDrain),
        stored -> answer(exchange, stored, wanted),
        exchange::fail);
  }

  private static UploadRequest.Condition condition(Exchange exchange) {
    var conditions = Preconditions.of(exchange.request().headers(), false);
    return old -> conditions.verdict(old) == Preconditions.Verdict.GO;
  }

  private void delete(Exchange exchange, UploadName name) {
    store
        .delete(name, condition(exchange))
        .onComplete(
            gone -> exchange.onLoop(() -> exchange.sendNothing(204)),
            refused -> exchange.onLoop(() -> exchange.fail(refused)));
  }

  /** The answer to whoever brought the last byte of a file. */
  static void answer(Exchange exchange, UploadResult result, Set<DigestAlgorithm> wanted) {
    if (!(result instanceof StoredUpload stored)) {
      throw new IllegalStateException("an upload in one request is never parked");
    }
    var response = exchange.response();
    if (!response.headWritten() && !response.closed()) {
      response.putHeader(HttpHeaders.ETAG, stored.state().entityTag());
      String digests = DigestFields.format(stored.digests(), wanted);
      if (!digests.isEmpty()) {
        response.putHeader("Repr-Digest", digests);
      }
    }
    exchange.sendJson(stored.created() ? 201 : 200, document(stored));
  }

  static JsonObject document(StoredUpload stored) {
    var json =
        new JsonObject()
            .put("name", stored.name().value())
            .put("size", stored.sizeBytes())
            .put("sha256", stored.sha256());
    String sha512 = stored.digests().get(DigestAlgorithm.SHA_512);
    return sha512 == null ? json : json.put("sha512", sha512);
  }
}
