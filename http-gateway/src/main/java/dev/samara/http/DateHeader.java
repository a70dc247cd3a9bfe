package dev.samara.http;

import io.vertx.core.http.HttpHeaders;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** The value of the Date field, made anew once a second. Used on one event loop. */
final class DateHeader {
  private long second = -1;
  private CharSequence text = "";

  CharSequence at(long nowMillis) {
    long nowSecond = nowMillis / 1000;
    if (nowSecond != second) {
      second = nowSecond;
      text =
          HttpHeaders.createOptimized(
              DateTimeFormatter.RFC_1123_DATE_TIME.format(
                  Instant.ofEpochSecond(nowSecond).atOffset(ZoneOffset.UTC)));
    }
    return text;
  }
}
