package dev.samara.http.wire;

import dev.samara.codec.http.RequestHead;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.stream.Stream;

/** What one answer has to keep, so that the client finds its end. */
final class ResponseRules {
  private static final long UNTIL_CLOSE = -1;
  private static final long CHUNKED = -2;

  private final RequestHead request;
  private final boolean headOnly;
  private boolean closes;
  private boolean bodyless;

  /** Bytes, or one of the constants. */
  private long promised = CHUNKED;

  private long written;

  ResponseRules(RequestHead request, boolean headOnly, boolean last) {
    this.request = request;
    this.headOnly = headOnly;
    this.closes = last || asksTo("close");
  }

  /** What cannot be sent as it is becomes 500; what is missing is added. */
  void apply(HttpResponse response, String date) {
    HttpHeaders headers = response.headers();
    int code = response.status().code();
    boolean invalid = code < 200 || code > 599 || hasBadLength(headers);
    if (invalid) {
      response.setStatus(HttpResponseStatus.INTERNAL_SERVER_ERROR);
      headers.remove(HttpHeaderNames.TRANSFER_ENCODING);
      headers.set(HttpHeaderNames.CONTENT_LENGTH, "0");
      closes = true;
    } else if (!isPrintable(response.status().reasonPhrase())) {
      response.setStatus(HttpResponseStatus.valueOf(code));
    }
    if (!headers.contains(HttpHeaderNames.DATE)) {
      headers.set(HttpHeaderNames.DATE, date);
    }
    promise(response.status().code(), headers);
    closes |=
        headers.containsValue(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE, true)
            || promised == UNTIL_CLOSE
            || (request.minorVersion() == 0 && !asksTo("keep-alive"));
    if (closes) {
      headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    }
  }

  /** RFC 9112, section 6.3. */
  private void promise(int code, HttpHeaders headers) {
    if (request.minorVersion() == 0) {
      headers.remove(HttpHeaderNames.TRANSFER_ENCODING);
    }
    if (code == 204) {
      headers.remove(HttpHeaderNames.CONTENT_LENGTH);
      headers.remove(HttpHeaderNames.TRANSFER_ENCODING);
    }
    bodyless = headOnly || code == 204 || code == 304;
    String length = headers.get(HttpHeaderNames.CONTENT_LENGTH);
    if (bodyless) {
      promised = 0;
    } else if (length != null) {
      promised = Long.parseLong(length);
    } else {
      boolean chunked = headers.contains(HttpHeaderNames.TRANSFER_ENCODING);
      promised = chunked ? CHUNKED : UNTIL_CLOSE;
    }
  }

  /** RFC 9112, section 9.6: it may be one option of several. */
  private boolean asksTo(String option) {
    return request.fields().stream()
        .filter(field -> field.name().equalsIgnoreCase("Connection"))
        .flatMap(field -> Stream.of(field.value().split(",")))
        .anyMatch(one -> one.strip().equalsIgnoreCase(option));
  }

  void count(long bytes) {
    written += bytes;
  }

  /** Never more than was promised. */
  void cut(ByteBuf content) {
    int bytes = content.readableBytes();
    if (promised >= 0 && bytes > promised - written) {
      int kept = (int) Math.max(0, promised - written);
      content.writerIndex(content.readerIndex() + kept);
      closes |= !bodyless;
      bytes = kept;
    }
    written += bytes;
  }

  /** Whether the connection ends with it. */
  boolean closes() {
    return closes;
  }

  /** Whether less was written than was promised. */
  boolean isBroken() {
    return promised >= 0 && written < promised;
  }

  private static boolean hasBadLength(HttpHeaders headers) {
    var lengths = headers.getAll(HttpHeaderNames.CONTENT_LENGTH);
    if (lengths.isEmpty()) {
      return false;
    }
    return lengths.size() > 1
        || headers.contains(HttpHeaderNames.TRANSFER_ENCODING)
        || !isNumber(lengths.getFirst());
  }

  /** Of at most 18 digits, which always fit. */
  private static boolean isNumber(String text) {
    return !text.isEmpty()
        && text.length() <= 18
        && text.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  private static boolean isPrintable(String text) {
    return text.chars().allMatch(c -> c == '\t' || (c >= 0x20 && c < 0x7f));
  }
}
