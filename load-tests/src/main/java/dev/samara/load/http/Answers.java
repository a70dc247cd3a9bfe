package dev.samara.load.http;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Reads the answers of one connection, in order; blocks. Used by one thread. */
final class Answers {
  private static final int MAX_LINE_BYTES = 8_192;
  private static final int MAX_BODY_BYTES = 1 << 20;

  private final InputStream in;

  /**
   * One answer.
   *
   * @param status its status
   * @param body its body, whole
   */
  record Answer(int status, String body) {}

  Answers(InputStream in) {
    this.in = new BufferedInputStream(in);
  }

  Answer next() throws IOException {
    String statusLine = line();
    if (!statusLine.matches("HTTP/1\\.1 \\d{3}.*")) {
      throw new IOException("no status line: " + statusLine);
    }
    int length = 0;
    boolean chunked = false;
    for (String field = line(); !field.isEmpty(); field = line()) {
      String lower = field.toLowerCase(Locale.ROOT);
      if (lower.startsWith("content-length:")) {
        length = Integer.parseInt(lower.substring(lower.indexOf(':') + 1).strip());
      }
      chunked |= lower.startsWith("transfer-encoding:") && lower.contains("chunked");
    }
    int status = Integer.parseInt(statusLine.substring(9, 12));
    return new Answer(status, chunked ? chunks() : bytes(length));
  }

  private String chunks() throws IOException {
    StringBuilder body = new StringBuilder();
    for (int size = size(); size > 0; size = size()) {
      body.append(bytes(size));
      line();
    }
    line();
    return body.toString();
  }

  private int size() throws IOException {
    return Integer.parseInt(line().split(";")[0].strip(), 16);
  }

  private String bytes(int count) throws IOException {
    if (count < 0 || count > MAX_BODY_BYTES) {
      throw new IOException("a body of " + count + " bytes");
    }
    byte[] bytes = in.readNBytes(count);
    if (bytes.length < count) {
      throw new EOFException("the connection ended within a body");
    }
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  private String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0 || line.size() > MAX_LINE_BYTES) {
        throw new EOFException("the connection ended within a head");
      }
      line.write(next);
    }
    return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
  }
}
