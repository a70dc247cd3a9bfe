package dev.samara.http;

import dev.samara.http.mount.PathHandler;
import dev.samara.http.wire.InterimAnswer;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeoutException;

/** Requests for another server. One for each event loop, used on it alone. */
final class ProxyHandler {

  /** RFC 9110, section 7.6.1, and what has stood there before; the body is framed anew. */
  private static final Set<String> OF_ONE_CONNECTION =
      Set.of(
          "connection",
          "keep-alive",
          "proxy-connection",
          "proxy-authenticate",
          "proxy-authorization",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade");

  /** What the client says of them is not to be believed; and what is said anew. */
  private static final Set<String> OF_REQUESTS =
      Set.of(
          "host",
          "expect",
          "forwarded",
          "x-forwarded-for",
          "x-forwarded-host",
          "x-forwarded-proto");

  private static final String VIA = "1.1 samara";

  private final HttpClient client;

  /** Within a verticle, whose end is that of the connections. */
  ProxyHandler(Vertx vertx) {
    this.client = vertx.createHttpClient(new HttpClientOptions());
  }

  void handle(Exchange exchange, PathHandler.Proxy proxy, int mountSegments) {
    HttpServerRequest request = exchange.request();
    request.pause();
    URI target = proxy.target();
    boolean tls = target.getScheme().equals("https");
    var options =
        new RequestOptions()
            .setMethod(request.method())
            .setSsl(tls)
            .setHost(target.getHost())
            .setPort(target.getPort() >= 0 ? target.getPort() : tls ? 443 : 80)
            .setURI(uri(target, request, mountSegments))
            .setFollowRedirects(false)
            .setConnectTimeout(proxy.timeout().toMillis())
            .setIdleTimeout(proxy.timeout().toMillis());
    client
        .request(options)
        .onComplete(behind -> forward(exchange, behind, proxy), failed -> refuse(exchange, failed));
  }

  private static void forward(
      Exchange exchange, HttpClientRequest behind, PathHandler.Proxy proxy) {
    HttpServerRequest request = exchange.request();
    exchange.whenDone(() -> {
      if (!exchange.response().ended()) {
        giveUp(exchange, behind);
      }
    });
    copy(request.headers(), behind.headers(), OF_REQUESTS);
    tellWhose(request, behind.headers());
    boolean hasBody = RequestRules.hasBody(request);
    if (request.headers().contains(HttpHeaders.EXPECT) && hasBody) {
      InterimAnswer.goOn(exchange.request());
    }
    Future<HttpClientResponse> answer;
    if (hasBody && bodyMayCome(request)) {
      behind.setChunked(!request.headers().contains(HttpHeaders.CONTENT_LENGTH));
      answer = behind.send(request);
    } else {
      request.resume();
      answer = behind.send();
    }
    answer.onComplete(head -> back(exchange, head), failed -> refuse(exchange, failed));
  }

  /**
   * Vert.x does not release what it still queues when a connection closes: that is dropped first.
   */
  private static void giveUp(Exchange exchange, HttpClientRequest behind) {
    var answer = behind.response();
    if (answer.succeeded()) {
      dropRest(answer.result());
      exchange.onLoop(behind::reset);
    } else {
      behind.reset();
    }
  }

  private static void dropRest(HttpClientResponse answer) {
    try {
      answer.handler(dropped -> {}).resume();
    } catch (IllegalStateException ended) {
      // All of it has come, or the connection has broken: nothing is left.
    }
  }

  /** Over HTTP/2 whether one comes is only known when it ends. */
  private static boolean bodyMayCome(HttpServerRequest request) {
    return request.method() != HttpMethod.GET && request.method() != HttpMethod.HEAD
        || !RequestRules.isHttp2(request);
  }

  private static void back(Exchange exchange, HttpClientResponse answer) {
    HttpServerResponse response = exchange.response();
    if (response.closed() || response.headWritten()) {
      dropRest(answer);
      return;
    }
    response.setStatusCode(answer.statusCode());
    response.headers().remove(HttpHeaders.DATE).remove("X-Content-Type-Options");
    copy(answer.headers(), response.headers(), Set.of());
    response.headers().add("Via", VIA);
    boolean empty = exchange.isHead() || answer.statusCode() == 204 || answer.statusCode() == 304;
    if (!empty && !answer.headers().contains(HttpHeaders.CONTENT_LENGTH)) {
      response.setChunked(true);
    }
    answer
        .pipeTo(response)
        .onFailure(broken ->
            exchange.onLoop(() -> {
              dropRest(answer);
              exchange.abort();
            }));
  }

  private static void refuse(Exchange exchange, Throwable failed) {
    exchange.onLoop(() -> {
      boolean late = failed instanceof TimeoutException;
      if (late) {
        exchange.fail(Problem.LATE_ANSWER, "it took too long");
      } else {
        exchange.fail(Problem.NO_ANSWER, "there was no answer that could be read");
      }
    });
  }

  /** The path below the mount in the place of the mount's, as it was sent. */
  private static String uri(URI target, HttpServerRequest request, int mountSegments) {
    String path = request.path();
    int from = 0;
    for (int i = 0; i < mountSegments && from >= 0; i++) {
      from = path.indexOf('/', from + 1);
    }
    String rest = from < 0 ? "" : path.substring(from);
    String base = target.getRawPath();
    if (base.endsWith("/")) {
      base = base.substring(0, base.length() - 1);
    }
    String whole = base + rest;
    String query = request.query();
    return (whole.isEmpty() ? "/" : whole) + (query == null ? "" : "?" + query);
  }

  private static void copy(MultiMap from, MultiMap to, Set<String> besides) {
    Set<String> left = new HashSet<>(OF_ONE_CONNECTION);
    left.addAll(besides);
    for (String named : from.getAll(HttpHeaders.CONNECTION)) {
      for (String name : named.split(",")) {
        left.add(name.strip().toLowerCase(Locale.ROOT));
      }
    }
    from.forEach((name, value) -> {
      if (!left.contains(name.toLowerCase(Locale.ROOT)) && !name.startsWith(":")) {
        to.add(name, value);
      }
    });
  }

  /** RFC 7239, and what was used before it. */
  private static void tellWhose(HttpServerRequest request, MultiMap fields) {
    String peer =
        request.remoteAddress().hostAddress() == null
            ? "unknown"
            : request.remoteAddress().hostAddress();
    String node = peer.indexOf(':') >= 0 ? "\"[" + peer + "]\"" : peer;
    String scheme = request.isSSL() ? "https" : "http";
    String host = request.authority() == null ? "" : request.authority().toString();
    fields.set("X-Forwarded-For", peer);
    fields.set("X-Forwarded-Proto", scheme);
    fields.set("X-Forwarded-Host", host);
    fields.set("Forwarded", "for=%s;proto=%s;host=\"%s\"".formatted(node, scheme, host));
    fields.add("Via", VIA);
  }
}
