package dev.samara.http.mount;

import io.vertx.core.buffer.Buffer;
import java.util.Map;

/**
 * An answer that is known as a whole.
 *
 * @param status 200 to 599
 * @param fields of the head; the length is added
 * @param body 0 or more bytes
 */
public record Reply(int status, Map<String, String> fields, Buffer body) {

  /** Checks the status and keeps a copy of the fields. */
  public Reply {
    if (status < 200 || status > 599) {
      throw new IllegalArgumentException("status: %d (expected: 200 to 599)".formatted(status));
    }
    fields = Map.copyOf(fields);
  }

  /**
   * Text as UTF-8.
   *
   * @param status 200 to 599
   * @param text of the body
   * @return an answer
   */
  public static Reply text(int status, String text) {
    return new Reply(
        status, Map.of("content-type", "text/plain; charset=utf-8"), Buffer.buffer(text));
  }
}
