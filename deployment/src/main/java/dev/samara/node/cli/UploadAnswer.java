package dev.samara.node.cli;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpResponse;

/**
 * What a gateway says of an upload.
 *
 * @param name the name it is stored under
 * @param size how many bytes were stored
 * @param sha256 their digest, in hexadecimal
 */
record UploadAnswer(String name, long size, String sha256) {

  static UploadAnswer of(HttpResponse<String> response) throws IOException {
    try {
      var json = new JsonObject(response.body());
      if (response.statusCode() / 100 == 2) {
        return new UploadAnswer(
            json.getString("name"), json.getLong("size"), json.getString("sha256"));
      }
      throw new IOException(
          "the server answered %d: %s"
              .formatted(response.statusCode(), json.getString("detail", json.getString("title"))));
    } catch (DecodeException e) {
      throw new IOException(
          "the server answered %d without JSON".formatted(response.statusCode()), e);
    }
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
