package dev.samara.http.resume;

import dev.samara.http.field.FieldException;
import io.vertx.core.MultiMap;
import java.util.List;
import java.util.OptionalLong;

/** Fields that are numbers of bytes. */
final class Numbers {
  private Numbers() {}

  static OptionalLong optional(MultiMap headers, String field) {
    List<String> values = headers.getAll(field);
    if (values.isEmpty()) {
      return OptionalLong.empty();
    }
    if (values.size() > 1 || !values.getFirst().matches("\\d{1,18}")) {
      throw new FieldException(field + " is not one whole number");
    }
    return OptionalLong.of(Long.parseLong(values.getFirst()));
  }

  static long required(MultiMap headers, String field) {
    return optional(headers, field).orElseThrow(() -> new FieldException(field + " is missing"));
  }
}
