package dev.samara.node.cli;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * What a gateway says of an upload.
 *
 * @param name the name it is stored under
 * @param size how many bytes were stored
 * @param sha256 their digest, in hexadecimal
 */
record UploadAnswer(String name, long size, String sha256) {

  private static final Pattern SHA_256 = Pattern.compile("sha-256=:([A-Za-z0-9+/]{43}=):");

  /** Sends a request and reads what the gateway says. */
  static UploadAnswer to(HttpRequest request) throws IOException, InterruptedException {
    try (var client = HttpClient.newHttpClient()) {
      return of(client.send(request, BodyHandlers.ofString()));
    } catch (ConnectException e) {
      // It has no message of its own.
      throw new IOException(
          "cannot connect to %s: nobody answers there".formatted(request.uri()), e);
    }
  }

  private static UploadAnswer of(HttpResponse<String> response) throws IOException {
    if (response.statusCode() / 100 != 2) {
      throw refusal(response);
    }
    try {
      var json = new JsonObject(response.body());
      return new UploadAnswer(
          json.getString("name"), json.getLong("size"), json.getString("sha256"));
    } catch (DecodeException e) {
      throw new IOException(
          "the server answered %d without JSON".formatted(response.statusCode()), e);
    }
  }

  /** What a server says that does not do what it was asked. */
  static IOException refusal(HttpResponse<String> response) {
    try {
      var json = new JsonObject(response.body());
      return new IOException(
          "the server answered %d: %s"
              .formatted(response.statusCode(), json.getString("detail", json.getString("title"))));
    } catch (DecodeException e) {
      return new IOException("the server answered %d".formatted(response.statusCode()), e);
    }
  }

  /** The SHA-256 of a digest field (RFC 9530) in hexadecimal; empty when it has none. */
  static String sha256(String field) {
    var matcher = SHA_256.matcher(field);
    return matcher.find()
        ? HexFormat.of().formatHex(Base64.getDecoder().decode(matcher.group(1)))
        : "";
  }

  /** Compares with what was sent. */
  void check(long sentBytes, String sentSha256) throws IOException {
    if (size != sentBytes || !sha256.equals(sentSha256)) {
      throw new IOException(
          "the server stored something else: %d bytes, %s (sent: %d bytes, %s)"
              .formatted(size, sha256, sentBytes, sentSha256));
    }
  }

  @Override
  public String toString() {
    return "%s  %d bytes  sha256 %s".formatted(name, size, sha256);
  }
}
