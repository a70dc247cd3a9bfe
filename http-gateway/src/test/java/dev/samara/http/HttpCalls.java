package dev.samara.http;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;

/** Requests to a test gateway as an ordinary client makes them. */
final class HttpCalls implements AutoCloseable {
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final TestGateway gateway;

  HttpCalls(TestGateway gateway) {
    this.gateway = gateway;
  }

  /** With fields as name, value, name, value. */
  HttpResponse<byte[]> call(String method, String path, byte[] body, String... fields)
      throws Exception {
    var request =
        HttpRequest.newBuilder(gateway.uri(path))
            .method(
                method,
                body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
    if (fields.length > 0) {
      request.headers(fields);
    }
    return client.send(request.build(), BodyHandlers.ofByteArray());
  }

  HttpResponse<byte[]> get(String path, String... fields) throws Exception {
    return call("GET", path, new byte[0], fields);
  }

  HttpResponse<byte[]> put(String path, byte[] body, String... fields) throws Exception {
    return call("PUT", path, body, fields);
  }

  static String header(HttpResponse<?> answer, String field) {
    return answer.headers().firstValue(field).orElse("");
  }

  static String text(HttpResponse<byte[]> answer) {
    return new String(answer.body(), StandardCharsets.UTF_8);
  }

  static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  static String base64(String algorithm, byte[] bytes) throws Exception {
    return Base64.getEncoder().encodeToString(MessageDigest.getInstance(algorithm).digest(bytes));
  }

  @Override
  public void close() {
    client.close();
  }
}
