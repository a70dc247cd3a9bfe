package dev.samara.http;

import dev.samara.http.site.AccessLogFormat;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One line for each request, when its answer is out or nobody waits for it any more. */
final class AccessLog {
  private static final Logger LOG = LoggerFactory.getLogger("samara.access");
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ROOT)
          .withZone(ZoneId.systemDefault());
  private static final long NANOS_PER_MICRO = 1000;

  private final AccessLogFormat format;

  AccessLog(AccessLogFormat format) {
    this.format = format;
  }

  void watch(Exchange exchange) {
    if (format == AccessLogFormat.OFF) {
      return;
    }
    Instant begun = Instant.now();
    long since = System.nanoTime();
    exchange.whenDone(() -> {
      long micros = (System.nanoTime() - since) / NANOS_PER_MICRO;
      LOG.info(
          "{}",
          format == AccessLogFormat.JSON
              ? json(exchange, begun, micros)
              : combined(exchange, begun));
    });
  }

  private static String combined(Exchange exchange, Instant begun) {
    HttpServerRequest request = exchange.request();
    HttpServerResponse response = exchange.response();
    return "%s - %s [%s] \"%s\" %s %s \"%s\" \"%s\""
        .formatted(
            remote(request),
            exchange.user().map(AccessLog::plain).map(user -> user.replace(' ', '_')).orElse("-"),
            TIME.format(begun),
            plain(request.method() + " " + request.uri() + " " + version(request)),
            response.headWritten() ? Integer.toString(response.getStatusCode()) : "-",
            response.bytesWritten() == 0 ? "-" : Long.toString(response.bytesWritten()),
            field(request, "Referer"),
            field(request, "User-Agent"));
  }

  private static String json(Exchange exchange, Instant begun, long micros) {
    HttpServerRequest request = exchange.request();
    HttpServerResponse response = exchange.response();
    var line =
        new JsonObject()
            .put("time", begun.toString())
            .put("remote", remote(request))
            .put("method", request.method().name())
            .put("target", request.uri())
            .put("version", version(request))
            .put("status", response.headWritten() ? response.getStatusCode() : null)
            .put("bytes", response.bytesWritten())
            .put("micros", micros);
    exchange.user().ifPresent(user -> line.put("user", user));
    putField(line, "referer", request, "Referer");
    putField(line, "agent", request, "User-Agent");
    return line.encode();
  }

  private static void putField(
      JsonObject line, String key, HttpServerRequest request, String field) {
    String value = request.getHeader(field);
    if (value != null) {
      line.put(key, value);
    }
  }

  private static String remote(HttpServerRequest request) {
    var address = request.remoteAddress();
    return address == null || address.hostAddress() == null ? "-" : address.hostAddress();
  }

  private static String version(HttpServerRequest request) {
    return switch (request.version()) {
      case HttpVersion.HTTP_1_0 -> "HTTP/1.0";
      case HttpVersion.HTTP_1_1 -> "HTTP/1.1";
      case HttpVersion.HTTP_2 -> "HTTP/2";
      default -> request.version().name();
    };
  }

  private static String field(HttpServerRequest request, String name) {
    String value = request.getHeader(name);
    return value == null ? "-" : plain(value);
  }

  /** What a client sends can end neither the line nor the field. */
  private static String plain(String text) {
    var plain = new StringBuilder(text.length());
    text.chars()
        .forEach(c -> {
          if (c < 0x20 || c > 0x7e || c == '"' || c == '\\') {
            plain.append(c < 0x100 ? "\\x%02x".formatted(c) : "\\u%04x".formatted(c));
          } else {
            plain.append((char) c);
          }
        });
    return plain.toString();
  }
}
