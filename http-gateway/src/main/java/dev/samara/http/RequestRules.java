package dev.samara.http;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.StreamResetException;
import java.util.Set;

/** What every request must keep, whatever its path, and what Vert.x does not check. */
final class RequestRules {
  private static final Set<HttpMethod> SAFE = Set.of(HttpMethod.GET, HttpMethod.HEAD);

  private RequestRules() {}

  /** A page of another site may make a browser send a request that changes something: not here. */
  static void checkOrigin(HttpServerRequest request) throws ProblemException {
    String origin = request.getHeader(HttpHeaders.ORIGIN);
    if (origin == null) {
      return;
    }
    boolean upgrade = request.headers().contains(HttpHeaders.UPGRADE);
    if (SAFE.contains(request.method()) && !upgrade) {
      return;
    }
    String host = authority(request);
    if (!origin.equalsIgnoreCase("http://" + host) && !origin.equalsIgnoreCase("https://" + host)) {
      throw new ProblemException(
          Problem.FOREIGN_ORIGIN, "the page that sent this is not one of this gateway's");
    }
  }

  /** Whether the client waits for 100 before it sends the body. */
  static boolean expectsContinue(HttpServerRequest request) throws ProblemException {
    String expectation = request.getHeader(HttpHeaders.EXPECT);
    if (expectation == null || request.version() == HttpVersion.HTTP_1_0) {
      return false;
    }
    if (!expectation.equalsIgnoreCase("100-continue")) {
      throw new ProblemException(
          Problem.UNKNOWN_EXPECTATION, "the only expectation known here is 100-continue");
    }
    return true;
  }

  /** Whether other requests go on beside this one on its connection: HTTP/2, and 3. */
  static boolean isHttp2(HttpServerRequest request) {
    return request.version() == HttpVersion.HTTP_2 || request.version() == HttpVersion.HTTP_3;
  }

  /** Who was asked: what HTTP/2 has in the place of Host, if there is none. */
  private static String authority(HttpServerRequest request) {
    String host = request.getHeader(HttpHeaders.HOST);
    return host == null && request.authority() != null ? request.authority().toString() : host;
  }

  /** Whether a body broke off because its connection or stream did. */
  static boolean isClientGone(Throwable cause) {
    return cause instanceof HttpClosedException || cause instanceof StreamResetException;
  }

  /** Whether a body was announced, or is still coming. */
  static boolean hasBody(HttpServerRequest request) {
    if (isHttp2(request)) {
      return !request.isEnded();
    }
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    return request.headers().contains(HttpHeaders.TRANSFER_ENCODING)
        || (length != null && !length.equals("0"));
  }

  /** The announced length of the body in bytes, 0 without a body, -1 when none is announced. */
  static long bodyBytes(HttpServerRequest request) throws ProblemException {
    MultiMap headers = request.headers();
    String length = headers.get(HttpHeaders.CONTENT_LENGTH);
    if (length == null) {
      return hasBody(request) ? -1 : 0;
    }
    try {
      return Long.parseLong(length);
    } catch (NumberFormatException e) {
      throw new ProblemException(Problem.BAD_REQUEST, "the Content-Length is not a number");
    }
  }
}
