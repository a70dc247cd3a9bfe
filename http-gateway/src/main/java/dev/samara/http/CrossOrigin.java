package dev.samara.http;

import dev.samara.http.site.CorsOptions;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Requests that pages of other origins send (CORS, of the Fetch standard). */
final class CrossOrigin {
  private static final String ASKED_METHOD = "Access-Control-Request-Method";
  private static final String ASKED_HEADERS = "Access-Control-Request-Headers";

  private final Optional<CorsOptions> options;

  CrossOrigin(Optional<CorsOptions> options) {
    this.options = options;
  }

  /** Whether a request was a browser's question, which is answered now. */
  boolean answers(Exchange exchange) throws ProblemException {
    HttpServerRequest request = exchange.request();
    if (options.isEmpty() || request.method() != HttpMethod.OPTIONS) {
      return false;
    }
    String method = request.getHeader(ASKED_METHOD);
    if (method == null || origin(request).isEmpty()) {
      return false;
    }
    CorsOptions cors = options.get();
    vary(exchange.response(), "Origin, " + ASKED_METHOD + ", " + ASKED_HEADERS);
    if (!cors.allowsOrigin(origin(request).get())
        || !cors.allowsMethod(method)
        || !asked(request).allMatch(cors.headers()::contains)) {
      throw new ProblemException(Problem.FOREIGN_ORIGIN, "pages of that origin may not ask so");
    }
    HttpServerResponse response = exchange.response();
    putOrigin(response, cors, origin(request).get());
    response.putHeader(
        "Access-Control-Allow-Methods",
        Stream.concat(Stream.of("GET", "HEAD"), cors.methods().stream().sorted())
            .distinct()
            .collect(Collectors.joining(", ")));
    if (!cors.headers().isEmpty()) {
      response.putHeader(
          "Access-Control-Allow-Headers",
          cors.headers().stream().sorted().collect(Collectors.joining(", ")));
    }
    response.putHeader("Access-Control-Max-Age", Long.toString(cors.maxAge().toSeconds()));
    exchange.sendNothing(204);
    return true;
  }

  /** Lets a request of another origin in, or not. */
  void check(Exchange exchange) throws ProblemException {
    HttpServerRequest request = exchange.request();
    if (options.isPresent()) {
      vary(exchange.response(), "Origin");
      CorsOptions cors = options.get();
      Optional<String> origin = origin(request).filter(cors::allowsOrigin);
      if (origin.isPresent() && cors.allowsMethod(request.method().name())) {
        putOrigin(exchange.response(), cors, origin.get());
        if (!cors.exposed().isEmpty()) {
          exchange
              .response()
              .putHeader(
                  "Access-Control-Expose-Headers",
                  cors.exposed().stream().sorted().collect(Collectors.joining(", ")));
        }
        if (!request.headers().contains(HttpHeaders.UPGRADE)) {
          return;
        }
      }
    }
    RequestRules.checkOrigin(request);
  }

  private static Optional<String> origin(HttpServerRequest request) {
    return Optional.ofNullable(request.getHeader(HttpHeaders.ORIGIN));
  }

  private static Stream<String> asked(HttpServerRequest request) {
    String fields = request.getHeader(ASKED_HEADERS);
    return fields == null
        ? Stream.empty()
        : Stream.of(fields.split(","))
            .map(name -> name.strip().toLowerCase(Locale.ROOT))
            .filter(name -> !name.isEmpty());
  }

  private static void putOrigin(HttpServerResponse response, CorsOptions cors, String origin) {
    boolean all = cors.origins().contains("*");
    response.putHeader("Access-Control-Allow-Origin", all ? "*" : origin);
    if (cors.credentials()) {
      response.putHeader("Access-Control-Allow-Credentials", "true");
    }
  }

  private static void vary(HttpServerResponse response, String fields) {
    response.headers().add("Vary", fields);
  }
}
