package dev.samara.http;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.List;
import java.util.Set;

/** What every request must keep, whatever its path, and what Vert.x does not check. */
final class RequestRules {
  private static final Set<HttpMethod> SAFE = Set.of(HttpMethod.GET, HttpMethod.HEAD);

  private RequestRules() {}

  /** Where the next request on the connection begins must be beyond doubt; else it is closed. */
  static void checkFraming(HttpServerRequest request) throws ProblemException {
    List<String> codings = request.headers().getAll(HttpHeaders.TRANSFER_ENCODING);
    if (!codings.isEmpty() && !isChunked(codings)) {
      throw new ProblemException(
          Problem.UNKNOWN_CODING, "the only transfer coding known here is chunked, once");
    }
    List<String> hosts = request.headers().getAll(HttpHeaders.HOST);
    if (hosts.size() > 1) {
      throw new ProblemException(Problem.BAD_REQUEST, "there is more than one Host field");
    }
    if (hosts.isEmpty() && request.version() != HttpVersion.HTTP_1_0) {
      throw new ProblemException(Problem.BAD_REQUEST, "the Host field is missing");
    }
    if (!hosts.isEmpty() && (hosts.getFirst().isEmpty() || request.authority() == null)) {
      throw new ProblemException(Problem.BAD_REQUEST, "the Host field is not valid");
    }
  }

  /** A page of another site may make a browser send a request that changes something: not here. */
  static void checkOrigin(HttpServerRequest request) throws ProblemException {
    boolean upgrade = request.headers().contains(HttpHeaders.UPGRADE);
    String origin = request.getHeader(HttpHeaders.ORIGIN);
    if (origin == null || (SAFE.contains(request.method()) && !upgrade)) {
      return;
    }
    String host = request.getHeader(HttpHeaders.HOST);
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

  /** The announced length of the body in bytes, 0 without a body, -1 when it comes in chunks. */
  static long bodyBytes(HttpServerRequest request) throws ProblemException {
    MultiMap headers = request.headers();
    if (headers.contains(HttpHeaders.TRANSFER_ENCODING)) {
      return -1;
    }
    String length = headers.get(HttpHeaders.CONTENT_LENGTH);
    try {
      return length == null ? 0 : Long.parseLong(length);
    } catch (NumberFormatException e) {
      throw new ProblemException(Problem.BAD_REQUEST, "the Content-Length is not a number");
    }
  }

  private static boolean isChunked(List<String> codings) {
    return codings.size() == 1 && codings.getFirst().trim().equalsIgnoreCase("chunked");
  }
}
