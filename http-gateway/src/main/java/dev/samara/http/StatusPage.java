package dev.samara.http;

import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * The page at {@code /}, or another: one file, with a policy that lets a browser run only its own
 * script and style, and talk only to this gateway.
 *
 * @param html the page, UTF-8
 * @param policy the value of Content-Security-Policy
 */
record StatusPage(Buffer html, String policy) {

  static StatusPage load(String file) {
    try (InputStream in = StatusPage.class.getResourceAsStream(file)) {
      String html = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      String policy =
          "default-src 'none'; connect-src 'self'; base-uri 'none'; form-action 'none'; "
              + "frame-ancestors 'none'; img-src data:; script-src '"
              + hash(between(html, "<script>", "</script>"))
              + "'; style-src '"
              + hash(between(html, "<style>", "</style>"))
              + "'";
      return new StatusPage(Buffer.buffer(html), policy);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String between(String html, String open, String close) {
    int from = html.indexOf(open) + open.length();
    return html.substring(from, html.indexOf(close, from));
  }

  private static String hash(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return "sha256-" + Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
