package dev.samara.http.wire;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import java.util.Map;

/** Interim answers: those that Vert.x has no method for, and the one that begins a body's time. */
public final class InterimAnswer {
  private InterimAnswer() {}

  /**
   * Writes 100 (Continue): from now on it is the client's time that passes. Over HTTP/2 this is not
   * noticed when a handler writes it itself. On the request's event loop, before its answer.
   *
   * @param request whose client waits for it
   * @return done when it is written
   */
  public static Future<Void> goOn(HttpServerRequest request) {
    Streams.of(request.connection()).ifPresent(streams -> streams.continued(request.streamId()));
    return request.response().writeContinue();
  }

  /**
   * Writes an interim answer, in HTTP/1.1 only. On the request's event loop, before its answer.
   *
   * @param request which is being served
   * @param status 102 to 199
   * @param reason the phrase that goes with it
   * @param fields of its header
   */
  public static void write(
      HttpServerRequest request, int status, String reason, Map<String, String> fields) {
    if (request.version() != io.vertx.core.http.HttpVersion.HTTP_1_1) {
      return;
    }
    Channel channel = Front.channel(request.connection());
    var answer =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1, new HttpResponseStatus(status, reason), Unpooled.EMPTY_BUFFER);
    fields.forEach((name, value) -> answer.headers().set(name, value));
    channel.writeAndFlush(answer);
  }
}
