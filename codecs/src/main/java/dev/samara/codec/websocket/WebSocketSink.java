package dev.samara.codec.websocket;

import io.netty.buffer.ByteBuf;

/**
 * Takes what a {@link WebSocketDecoder} finds, on the thread that called it and before that
 * returns. Buffers are only lent for the call.
 */
public interface WebSocketSink {

  /**
   * A whole message, whatever the frames it came in.
   *
   * @param payload its bytes, 0 or more
   * @param text whether it is text; its bytes are valid UTF-8 then
   */
  void message(ByteBuf payload, boolean text);

  /**
   * The peer wants a pong.
   *
   * @param data what the pong has to hold, 0 to 125 bytes
   */
  void ping(ByteBuf data);

  /**
   * The peer has sent a pong, asked for or not.
   *
   * @param data 0 to 125 bytes
   */
  void pong(ByteBuf data);

  /**
   * The peer closes. Whatever it sends after that is ignored.
   *
   * @param code its code; {@link CloseCodes#NONE} if it gave none
   * @param reason its words, maybe empty
   */
  void close(int code, String reason);

  /**
   * The peer broke the rules. Whatever it sends after that is ignored.
   *
   * @param fault what to close with
   */
  void fault(WebSocketFault fault);
}
