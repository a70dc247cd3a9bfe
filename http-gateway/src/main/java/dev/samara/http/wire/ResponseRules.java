package dev.samara.http.wire;

import dev.samara.codec.http.HttpField;
import dev.samara.codec.http.RequestHead;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.util.AsciiString;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** What one answer has to keep, so that the client finds its end. */
final class ResponseRules {
  private static final long UNTIL_CLOSE = -1;
  private static final long CHUNKED = -2;

  private final RequestHead request;
  private final boolean headOnly;
  private boolean closes;
  private boolean bodyless;

  // What the fields of the answer say.
  private CharSequence length = "";
  private int lengths;
  private boolean hasCoding;
  private boolean hasDate;
  private boolean hasConnection;

  /** Bytes, or one of the constants. */
  private long promised = CHUNKED;

  private long written;

  ResponseRules(RequestHead request, boolean headOnly, boolean last) {
    this.request = request;
    this.headOnly = headOnly;
    this.closes = last || asksTo("close");
  }

  /** What cannot be sent as it is becomes 500; what is missing is added, but for the date. */
  void apply(HttpResponse response) {
    HttpHeaders headers = response.headers();
    look(headers);
    int code = response.status().code();
    boolean invalid = code < 200 || code > 599 || hasBadLength();
    if (invalid) {
      response.setStatus(HttpResponseStatus.INTERNAL_SERVER_ERROR);
      headers.remove(HttpHeaderNames.TRANSFER_ENCODING);
      headers.set(HttpHeaderNames.CONTENT_LENGTH, "0");
      look(headers);
      closes = true;
    } else if (!isPrintable(response.status())) {
      response.setStatus(HttpResponseStatus.valueOf(code));
    }
    promise(response.status().code(), headers);
    closes |=
        hasConnection
                && headers.containsValue(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE, true)
            || promised == UNTIL_CLOSE
            || (request.minorVersion() == 0 && !asksTo("keep-alive"));
    if (closes) {
      headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    }
  }

  /** The fields that say where the answer ends, in one pass: this is done for every answer. */
  private void look(HttpHeaders headers) {
    lengths = 0;
    hasCoding = false;
    Iterator<Map.Entry<CharSequence, CharSequence>> fields = headers.iteratorCharSequence();
    while (fields.hasNext()) {
      Map.Entry<CharSequence, CharSequence> field = fields.next();
      CharSequence name = field.getKey();
      switch (name.length()) {
        case 4 -> hasDate |= is(name, HttpHeaderNames.DATE);
        case 10 -> hasConnection |= is(name, HttpHeaderNames.CONNECTION);
        case 14 -> {
          if (is(name, HttpHeaderNames.CONTENT_LENGTH)) {
            length = field.getValue();
            lengths++;
          }
        }
        case 17 -> hasCoding |= is(name, HttpHeaderNames.TRANSFER_ENCODING);
        default -> {
          // Not about where the answer ends.
        }
      }
    }
  }

  private static boolean is(CharSequence name, AsciiString known) {
    return known.contentEqualsIgnoreCase(name);
  }

  /** RFC 9112, section 6.3. */
  private void promise(int code, HttpHeaders headers) {
    if (hasCoding && (request.minorVersion() == 0 || code == 204)) {
      headers.remove(HttpHeaderNames.TRANSFER_ENCODING);
      hasCoding = false;
    }
    if (code == 204) {
      headers.remove(HttpHeaderNames.CONTENT_LENGTH);
    }
    bodyless = headOnly || code == 204 || code == 304;
    if (bodyless) {
      promised = 0;
    } else if (lengths > 0) {
      promised = Long.parseLong(length, 0, length.length(), 10);
    } else {
      promised = hasCoding ? CHUNKED : UNTIL_CLOSE;
    }
  }

  /** RFC 9112, section 9.6: it may be one option of several. */
  private boolean asksTo(String option) {
    List<HttpField> fields = request.fields();
    for (int i = 0; i < fields.size(); i++) {
      HttpField field = fields.get(i);
      if (field.name().equalsIgnoreCase("Connection")) {
        for (String one : field.value().split(",")) {
          if (one.strip().equalsIgnoreCase(option)) {
            return true;
          }
        }
      }
    }
    return false;
  }

  boolean hasDate() {
    return hasDate;
  }

  /** Whether its end is where its length says, or it has no body at all. */
  boolean hasLength() {
    return promised >= 0;
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

  private boolean hasBadLength() {
    return lengths > 0 && (lengths > 1 || hasCoding || !isNumber(length));
  }

  /** Of at most 18 digits, which always fit. */
  private static boolean isNumber(CharSequence text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return !text.isEmpty() && text.length() <= 18;
  }

  private static boolean isPrintable(HttpResponseStatus status) {
    // Those of Netty's own are the same object each time.
    return status == HttpResponseStatus.valueOf(status.code())
        || status.reasonPhrase().chars().allMatch(c -> c == '\t' || (c >= 0x20 && c < 0x7f));
  }
}
