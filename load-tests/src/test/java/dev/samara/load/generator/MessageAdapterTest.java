package dev.samara.load.generator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import org.junit.jupiter.api.Test;

class MessageAdapterTest {
  @Test
  void framesOfAnyBuffersLeaveAsMessages() {
    EmbeddedChannel channel = new EmbeddedChannel(new MessageAdapter.WebSockets());
    channel.writeOutbound(
        bytes(0, 0, 0, 1, 7, 0, 0, 0, 3, 1), bytes(2), bytes(3, 0, 0, 0, 2, 8, 9));
    assertEquals(bytes(7), next(channel));
    assertEquals(bytes(1, 2, 3), next(channel));
    assertEquals(bytes(8, 9), next(channel));
    channel.finishAndReleaseAll();
  }

  @Test
  void messagesArriveWithTheirLength() {
    EmbeddedChannel channel = new EmbeddedChannel(new MessageAdapter.WebSockets());
    channel.writeInbound(new BinaryWebSocketFrame(bytes(5, 6)));
    ByteBuf length = channel.readInbound();
    assertEquals(2, length.readInt());
    length.release();
    assertEquals(bytes(5, 6), channel.readInbound());
    channel.finishAndReleaseAll();
  }

  @Test
  void textIsNoAnswer() {
    EmbeddedChannel channel = new EmbeddedChannel(new MessageAdapter.WebSockets());
    assertThrows(WrongAnswer.class, () -> channel.writeInbound(new TextWebSocketFrame("no bytes")));
    channel.finishAndReleaseAll();
  }

  private static ByteBuf next(EmbeddedChannel channel) {
    BinaryWebSocketFrame frame = channel.readOutbound();
    try {
      return Unpooled.copiedBuffer(frame.content());
    } finally {
      frame.release();
    }
  }

  private static ByteBuf bytes(int... values) {
    ByteBuf buffer = Unpooled.buffer(values.length);
    for (int value : values) {
      buffer.writeByte(value);
    }
    return buffer;
  }
}
