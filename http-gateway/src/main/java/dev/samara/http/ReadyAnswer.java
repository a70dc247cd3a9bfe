package dev.samara.http;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import java.util.List;

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
    int status, CharSequence type, List<Field> fields, MultiMap allFields, Buffer body) {

  record Field(CharSequence name, CharSequence value) {
    static Field of(CharSequence name, String value) {
      return new Field(name, HttpHeaders.createOptimized(value));
    }
  }

  static ReadyAnswer of(int status, CharSequence type, Buffer body, Field... fields) {
    Field length = Field.of(HttpHeaders.CONTENT_LENGTH, Integer.toString(body.length()));
    MultiMap all = HttpHeaders.headers();
    List.of(fields).forEach(field -> all.set(field.name(), field.value()));
    all.set(Exchange.CONTENT_TYPE_OPTIONS, Exchange.NO_SNIFF)
        .set(HttpHeaders.CONTENT_TYPE, type)
        .set(length.name(), length.value());
    return new ReadyAnswer(status, type, List.of(fields), all.copy(false), body);
  }
}
