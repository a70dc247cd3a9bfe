package dev.samara.http;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;

/**
 * An answer that is always the same but for its date. Its fields are checked and put in order once
 * and then shared. Immutable; any thread.
 *
 * @param type of the body
 * @param fields its own, besides the type, the length and those of every answer
 * @param allFields all but the date
 * @param body short
 */
record ReadyAnswer(
    int status, CharSequence type, MultiMap fields, MultiMap allFields, Buffer body) {

  static ReadyAnswer of(int status, CharSequence type, MultiMap fields, Buffer body) {
    MultiMap all =
        HttpHeaders.headers()
            .addAll(fields)
            .set(Exchange.CONTENT_TYPE_OPTIONS, Exchange.NO_SNIFF)
            .set(HttpHeaders.CONTENT_TYPE, type)
            .set(
                HttpHeaders.CONTENT_LENGTH,
                HttpHeaders.createOptimized(Integer.toString(body.length())));
    return new ReadyAnswer(status, type, fields.copy(false), all.copy(false), body);
  }
}
