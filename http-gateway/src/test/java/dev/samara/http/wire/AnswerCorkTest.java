package dev.samara.http.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AnswerCorkTest {
  private final EmbeddedChannel channel = new EmbeddedChannel(new ChannelInboundHandlerAdapter());
  private final ChannelHandlerContext context = channel.pipeline().firstContext();
  private final AnswerCork cork = new AnswerCork(context, new HeadWriter());

  @Test
  void answersOfATurnAreOneWriteAndEachHasItsOutcome() {
    List<ChannelPromise> promises = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      promises.add(channel.newPromise());
      cork.add(answer(HttpResponseStatus.OK, "body " + i), "", promises.getLast());
    }
    cork.add(answer(HttpResponseStatus.NOT_FOUND, ""), "now", channel.voidPromise());
    assertNull(channel.readOutbound());
    cork.uncork();
    channel.flush();
    assertEquals(
        """
        HTTP/1.1 200 OK
        x-name: v\u00e4lue
        content-length: 6

        body 0HTTP/1.1 200 OK
        x-name: v\u00e4lue
        content-length: 6

        body 1HTTP/1.1 200 OK
        x-name: v\u00e4lue
        content-length: 6

        body 2HTTP/1.1 404 Not Found
        x-name: v\u00e4lue
        content-length: 0
        date: now

        """
            .replace("\n", "\r\n"),
        text(channel.readOutbound()));
    assertNull(channel.readOutbound());
    promises.forEach(promise -> assertTrue(promise.isSuccess()));
  }

  @Test
  void whatIsFullLeavesAtOnce() {
    String body = "x".repeat(4_000);
    for (int i = 0; i < 18; i++) {
      cork.add(answer(HttpResponseStatus.OK, body), "", channel.voidPromise());
    }
    channel.flush();
    ByteBuf first = channel.readOutbound();
    assertTrue(first.readableBytes() >= 64 * 1024, first.toString());
    first.release();
    cork.uncork();
    channel.flush();
    assertTrue(text(channel.readOutbound()).endsWith(body));
  }

  @Test
  void whatIsLongOrHasTrailersOrIsOld_doesNotFit() {
    assertTrue(AnswerCork.fits(answer(HttpResponseStatus.OK, "x".repeat(4_096))));
    assertFalse(AnswerCork.fits(answer(HttpResponseStatus.OK, "x".repeat(4_097))));
    assertFalse(AnswerCork.fits(answer(HttpResponseStatus.RESET_CONTENT, "")));
    var old = answer(HttpResponseStatus.OK, "").setProtocolVersion(HttpVersion.HTTP_1_0);
    assertFalse(AnswerCork.fits(old));
    var trailed = answer(HttpResponseStatus.OK, "");
    trailed.trailingHeaders().set("x", "y");
    assertFalse(AnswerCork.fits(trailed));
  }

  @Test
  void aClosedConnectionFailsWhatIsGathered() {
    var promises = List.of(channel.newPromise(), channel.newPromise());
    var answers = List.of(answer(HttpResponseStatus.OK, "a"), answer(HttpResponseStatus.OK, "b"));
    cork.add(answers.get(0), "", promises.get(0));
    cork.add(answers.get(1), "", promises.get(1));
    cork.drop();
    cork.uncork();
    channel.flush();
    assertNull(channel.readOutbound());
    promises.forEach(promise -> assertInstanceOf(ClosedChannelException.class, promise.cause()));
    answers.forEach(answer -> assertEquals(0, answer.refCnt()));
  }

  @Test
  void aWriteThatFailsFailsAllOfIt() {
    var promises = List.of(channel.newPromise(), channel.newPromise());
    promises.forEach(promise -> cork.add(answer(HttpResponseStatus.OK, "a"), "", promise));
    channel.close();
    cork.uncork();
    channel.runPendingTasks();
    promises.forEach(promise -> assertFalse(promise.isSuccess()));
    promises.forEach(promise -> assertTrue(promise.isDone()));
  }

  private static FullHttpResponse answer(HttpResponseStatus status, String body) {
    var answer =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1, status, Unpooled.copiedBuffer(body, StandardCharsets.ISO_8859_1));
    answer.headers().set("x-name", "v\u00e4lue").set("content-length", body.length());
    return answer;
  }

  private static String text(ByteBuf bytes) {
    try {
      return bytes.toString(StandardCharsets.ISO_8859_1);
    } finally {
      bytes.release();
    }
  }
}
