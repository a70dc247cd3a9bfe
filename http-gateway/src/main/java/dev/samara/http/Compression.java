package dev.samara.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/** Answers as gzip (RFC 1952), for clients that take it. */
final class Compression {
  private static final int MIN_BYTES = 1024;

  /** What is compressed already does not get shorter; these do. */
  private static final Pattern TYPES =
      Pattern.compile(
          "text/.*|application/(json|.*\\+json|xml|.*\\+xml|javascript|yaml|cbor)|image/svg\\+xml");

  private static final Pattern ZERO = Pattern.compile(".*;\\s*[qQ]=0(\\.0*)?\\s*");

  private Compression() {}

  /** Whether an answer is one to compress if its client takes that. */
  static boolean fits(HttpServerResponse response, String type, Buffer body) {
    if (body.length() < MIN_BYTES) {
      return false;
    }
    String bare = type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    String cache = response.headers().get(HttpHeaders.CACHE_CONTROL);
    return TYPES.matcher(bare).matches()
        && response.getStatusCode() != 206
        && !response.headers().contains(HttpHeaders.CONTENT_ENCODING)
        && !response.headers().contains(HttpHeaders.ETAG)
        && (cache == null || !cache.contains("no-transform"));
  }

  /** RFC 9110, section 12.5.3; a weight of zero is a no. */
  static boolean isTaken(HttpServerRequest request) {
    String accepted = request.getHeader(HttpHeaders.ACCEPT_ENCODING);
    if (accepted == null) {
      return false;
    }
    boolean refused = false;
    boolean taken = false;
    for (String coding : accepted.split(",")) {
      String bare = coding.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
      boolean zero = ZERO.matcher(coding).matches();
      boolean named = Stream.of("gzip", "x-gzip").anyMatch(bare::equals);
      refused |= named && zero;
      taken |= (named || bare.equals("*")) && !zero;
    }
    return taken && !refused;
  }

  /** Takes about 20 ms for each MiB. */
  static Buffer gzip(Buffer body) {
    var bytes = new ByteArrayOutputStream(body.length() / 2);
    try (var gzip = new GZIPOutputStream(bytes)) {
      gzip.write(body.getBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Buffer.buffer(bytes.toByteArray());
  }
}
