package dev.samara.http;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** In what form a call travels over HTTP: result and arguments in the same. */
enum RpcMedia {
  JSON("application/json"),
  CBOR("application/cbor");

  private final String type;

  RpcMedia(String type) {
    this.type = type;
  }

  String type() {
    return type;
  }

  /** Of the fields of a request. Who says nothing speaks JSON. */
  static RpcMedia of(MultiMap fields) throws ProblemException {
    String sent = fields.get(HttpHeaders.CONTENT_TYPE);
    String accepted = fields.get(HttpHeaders.ACCEPT);
    if (sent == null) {
      return accepts(accepted, JSON) || !accepts(accepted, CBOR) ? checked(JSON, accepted) : CBOR;
    }
    RpcMedia media =
        named(sent)
            .orElseThrow(() ->
                new ProblemException(
                    Problem.WRONG_TYPE,
                    "the arguments of a call are application/json or application/cbor"));
    return checked(media, accepted);
  }

  private static RpcMedia checked(RpcMedia media, String accepted) throws ProblemException {
    if (!accepts(accepted, media)) {
      throw new ProblemException(
          Problem.NOT_ACCEPTABLE, "the result comes as the arguments did: as " + media.type);
    }
    return media;
  }

  private static Optional<RpcMedia> named(String mediaType) {
    String bare = bare(mediaType);
    return Stream.of(values()).filter(media -> media.type.equals(bare)).findFirst();
  }

  /** RFC 9110, section 12.5.1; a weight of zero is a no. */
  private static boolean accepts(String accepted, RpcMedia media) {
    if (accepted == null || accepted.isBlank()) {
      return true;
    }
    return Stream.of(accepted.split(","))
        .filter(range -> !range.matches(".*;\\s*[qQ]=0(\\.0*)?\\s*"))
        .map(RpcMedia::bare)
        .anyMatch(range ->
            range.equals("*/*") || range.equals("application/*") || range.equals(media.type));
  }

  private static String bare(String mediaType) {
    return mediaType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
  }
}
