package dev.samara.http;

import dev.samara.http.field.ByteRanges;
import dev.samara.http.field.ByteRanges.ByteRange;
import dev.samara.http.field.DigestFields;
import dev.samara.http.field.Disposition;
import dev.samara.http.field.FieldException;
import dev.samara.http.field.HttpDate;
import dev.samara.http.field.MediaTypes;
import dev.samara.http.field.Preconditions;
import dev.samara.http.upload.DigestAlgorithm;
import dev.samara.http.upload.FileState;
import dev.samara.http.upload.UploadName;
import dev.samara.http.upload.UploadStore;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Files of the store on their way out: whole, in ranges, or not at all. Event loops only. */
final class DownloadHandler {
  /** More would cost more in heads and seeks than their bytes are worth. */
  private static final int MAX_RANGES = 16;

  private static final Set<DigestAlgorithm> ALL = EnumSet.allOf(DigestAlgorithm.class);

  private final UploadStore store;

  DownloadHandler(UploadStore store) {
    this.store = store;
  }

  void handle(Exchange exchange, UploadName name) {
    var conditions = Preconditions.of(exchange.request().headers(), true);
    store
        .read(name)
        .onComplete(
            file ->
                exchange.backOnLoop(() ->
                    send(exchange, new FileContent.Open(file), conditions, r -> putType(r, name))),
            refused -> exchange.backOnLoop(() -> exchange.fail(refused)));
  }

  /** Whatever is thrown, the file is closed. The type is put into the answer's head and told. */
  static void send(
      Exchange exchange,
      FileContent file,
      Preconditions conditions,
      Function<HttpServerResponse, String> type) {
    if (exchange.response().closed()) {
      file.close();
      return;
    }
    Future<Void> sent;
    try {
      sent =
          switch (conditions.verdict(Optional.of(file.state()))) {
            case GO -> sendContent(exchange, file, type);
            case NOT_MODIFIED -> notModified(exchange, file.state());
            case FAILED -> refuse(exchange, Problem.CONDITION_FAILED, "the file is another one");
          };
    } catch (RuntimeException e) {
      exchange.fail(e);
      sent = Future.succeededFuture();
    }
    sent.onComplete(done -> {
      file.close();
      if (done.failed()) {
        exchange.abort();
      }
    });
  }

  private static Future<Void> refuse(Exchange exchange, Problem problem, String detail) {
    exchange.fail(problem, detail);
    return Future.succeededFuture();
  }

  private static Future<Void> notModified(Exchange exchange, FileState state) {
    putState(exchange.response(), state);
    return exchange.response().setStatusCode(304).end();
  }

  private static Future<Void> sendContent(
      Exchange exchange, FileContent file, Function<HttpServerResponse, String> putType) {
    MultiMap asked = exchange.request().headers();
    HttpServerResponse response = exchange.response();
    String range = asked.get("Range");
    Optional<ByteRanges> ranges = Optional.empty();
    if (range != null && !exchange.isHead() && Preconditions.isRangeWanted(asked, file.state())) {
      try {
        ranges = ByteRanges.parse(range, file.state().sizeBytes(), MAX_RANGES);
      } catch (FieldException e) {
        return refuse(exchange, Problem.UNSATISFIABLE_RANGE, e.getMessage());
      }
    }
    if (ranges.isPresent() && ranges.get().ranges().isEmpty()) {
      response.putHeader(HttpHeaders.CONTENT_RANGE, "bytes */" + file.state().sizeBytes());
      return refuse(
          exchange,
          Problem.UNSATISFIABLE_RANGE,
          "the file has " + file.state().sizeBytes() + " bytes");
    }
    putState(response, file.state());
    String type = putType.apply(response);
    if (ranges.isEmpty()) {
      return sendWhole(exchange, file);
    }
    response.setStatusCode(206);
    List<ByteRange> some = ranges.get().ranges();
    if (some.size() > 1) {
      return RangesBody.send(exchange, file, some, type);
    }
    ByteRange one = some.getFirst();
    response.putHeader(HttpHeaders.CONTENT_RANGE, one.contentRange(file.state().sizeBytes()));
    response.putHeader(HttpHeaders.CONTENT_LENGTH, Long.toString(one.length()));
    return file.send(exchange.vertx(), exchange.request(), one.first(), one.length());
  }

  private static Future<Void> sendWhole(Exchange exchange, FileContent file) {
    HttpServerResponse response = exchange.response();
    Set<DigestAlgorithm> wanted =
        DigestFields.wanted(exchange.request().headers(), "Want-Content-Digest");
    String digests = DigestFields.format(file.state().digests(), wanted);
    if (!digests.isEmpty()) {
      response.putHeader("Content-Digest", digests);
    }
    response.putHeader(HttpHeaders.CONTENT_LENGTH, Long.toString(file.state().sizeBytes()));
    return exchange.isHead()
        ? response.end()
        : file.send(exchange.vertx(), exchange.request(), 0, file.state().sizeBytes());
  }

  /** What is known of the file, whether or not its bytes follow. */
  private static void putState(HttpServerResponse response, FileState state) {
    response.putHeader(HttpHeaders.ETAG, state.entityTag());
    response.putHeader(HttpHeaders.LAST_MODIFIED, HttpDate.format(state.modified()));
    response.putHeader(HttpHeaders.ACCEPT_RANGES, "bytes");
    String digests = DigestFields.format(state.digests(), ALL);
    if (!digests.isEmpty()) {
      response.putHeader("Repr-Digest", digests);
    }
  }

  private static String putType(HttpServerResponse response, UploadName name) {
    Optional<String> shown = MediaTypes.shown(name.value());
    String type = shown.orElse("application/octet-stream");
    String disposition = shown.isPresent() ? "inline" : "attachment";
    response.putHeader(HttpHeaders.CONTENT_TYPE, type);
    response.putHeader(
        HttpHeaders.CONTENT_DISPOSITION, Disposition.format(disposition, name.value()));
    response.putHeader("Content-Security-Policy", "default-src 'none'; sandbox");
    return type;
  }
}
