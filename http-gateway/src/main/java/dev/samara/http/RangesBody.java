package dev.samara.http;

import dev.samara.http.field.ByteRanges.ByteRange;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import java.util.List;
import java.util.UUID;

/**
 * Several ranges as {@code multipart/byteranges} (RFC 9110, 14.6). One block is in memory at a
 * time: the next is read when the one before is written. On the request's event loop, but for the
 * reading.
 */
final class RangesBody {
  private static final int BLOCK_BYTES = 64 * 1024;

  private final Exchange exchange;
  private final FileContent file;
  private final List<ByteRange> ranges;
  private final List<Buffer> heads;
  private final Buffer tail;
  private final Promise<Void> done = Promise.promise();

  private RangesBody(Exchange exchange, FileContent file, List<ByteRange> ranges, String type) {
    this.exchange = exchange;
    this.file = file;
    this.ranges = ranges;
    String boundary = UUID.randomUUID().toString();
    this.heads = ranges.stream().map(range -> head(boundary, type, range)).toList();
    this.tail = Buffer.buffer("\r\n--" + boundary + "--\r\n");
    HttpServerResponse response = exchange.response();
    response.putHeader(HttpHeaders.CONTENT_TYPE, "multipart/byteranges; boundary=" + boundary);
    long length =
        ranges.stream().mapToLong(ByteRange::length).sum()
            + heads.stream().mapToLong(Buffer::length).sum()
            + tail.length();
    response.putHeader(HttpHeaders.CONTENT_LENGTH, Long.toString(length));
  }

  /** Done when the last byte is written. */
  static Future<Void> send(
      Exchange exchange, FileContent file, List<ByteRange> ranges, String type) {
    var body = new RangesBody(exchange, file, ranges, type);
    body.sendPart(0);
    return body.done.future();
  }

  private Buffer head(String boundary, String type, ByteRange range) {
    return Buffer.buffer(
        "\r\n--%s\r\nContent-Type: %s\r\nContent-Range: %s\r\n\r\n"
            .formatted(boundary, type, range.contentRange(file.state().sizeBytes())));
  }

  private void sendPart(int index) {
    if (index == ranges.size()) {
      exchange.response().end(tail).onComplete(done);
      return;
    }
    ByteRange range = ranges.get(index);
    write(heads.get(index), () -> sendBlocks(index, range.first()));
  }

  private void sendBlocks(int index, long from) {
    long end = ranges.get(index).last() + 1;
    if (from == end) {
      sendPart(index + 1);
      return;
    }
    int length = (int) Math.min(BLOCK_BYTES, end - from);
    file.read(exchange.vertx(), from, length)
        .onComplete(block -> write(block, () -> sendBlocks(index, from + length)), done::tryFail);
  }

  private void write(Buffer bytes, Runnable next) {
    exchange.response().write(bytes).onComplete(written -> next.run(), done::tryFail);
  }
}
