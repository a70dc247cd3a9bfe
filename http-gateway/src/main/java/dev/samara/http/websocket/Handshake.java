package dev.samara.http.websocket;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** The opening handshake (RFC 6455, section 4.2). */
final class Handshake {
  private static final String VERSION_FIELD = "Sec-WebSocket-Version";
  private static final String KEY_FIELD = "Sec-WebSocket-Key";
  private static final String VERSION = "13";

  static final int UPGRADE_REQUIRED = 426;

  /** Section 1.3. */
  private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

  private static final int KEY_BYTES = 16;

  private Handshake() {}

  /** What is wrong with a request to upgrade; empty if nothing is. */
  static Optional<HandshakeFault> check(HttpServerRequest request) {
    if (!hasToken(request, HttpHeaders.UPGRADE, "websocket")) {
      return fault(UPGRADE_REQUIRED, "send an upgrade to websocket");
    }
    if (request.method() != HttpMethod.GET || request.version() != HttpVersion.HTTP_1_1) {
      return fault(400, "a WebSocket starts with GET in HTTP/1.1");
    }
    if (!hasToken(request, HttpHeaders.CONNECTION, "upgrade")) {
      return fault(400, "the Connection field does not say Upgrade");
    }
    if (!VERSION.equals(request.getHeader(VERSION_FIELD))) {
      return fault(UPGRADE_REQUIRED, "the version of WebSocket known here is " + VERSION);
    }
    if (!isKey(request.headers().getAll(KEY_FIELD))) {
      return fault(400, "Sec-WebSocket-Key is not 16 bytes in base64");
    }
    return Optional.empty();
  }

  /** Puts what a client that asked for something else needs to know (section 4.4). */
  static void explain(HttpServerResponse response) {
    response
        .putHeader(HttpHeaders.UPGRADE, HttpHeaders.WEBSOCKET)
        .putHeader(VERSION_FIELD, VERSION);
  }

  /** Puts the fields of the answer. */
  static void accept(HttpServerRequest request, HttpServerResponse response) {
    var key = request.getHeader(KEY_FIELD).trim();
    response
        .putHeader(HttpHeaders.UPGRADE, HttpHeaders.WEBSOCKET)
        .putHeader(HttpHeaders.CONNECTION, HttpHeaders.UPGRADE)
        .putHeader("Sec-WebSocket-Accept", answerTo(key));
  }

  static String answerTo(String key) {
    try {
      var digest = MessageDigest.getInstance("SHA-1");
      var bytes = digest.digest((key + GUID).getBytes(StandardCharsets.US_ASCII));
      return Base64.getEncoder().encodeToString(bytes);
    } catch (NoSuchAlgorithmException everyJdkHasIt) {
      throw new IllegalStateException(everyJdkHasIt);
    }
  }

  private static boolean isKey(List<String> keys) {
    try {
      return keys.size() == 1
          && Base64.getDecoder().decode(keys.getFirst().trim()).length == KEY_BYTES;
    } catch (IllegalArgumentException notBase64) {
      return false;
    }
  }

  private static boolean hasToken(HttpServerRequest request, CharSequence field, String token) {
    return request.headers().getAll(field).stream()
        .flatMap(value -> List.of(value.split(",")).stream())
        .anyMatch(value -> value.trim().equalsIgnoreCase(token));
  }

  private static Optional<HandshakeFault> fault(int status, String reason) {
    return Optional.of(new HandshakeFault(status, reason));
  }
}
