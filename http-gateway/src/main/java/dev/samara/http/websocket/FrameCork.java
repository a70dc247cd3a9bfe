package dev.samara.http.websocket;

import dev.samara.codec.websocket.Opcode;
import dev.samara.codec.websocket.WebSocketFrames;
import dev.samara.net.connection.Link.Receipt;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelProgressiveFuture;
import io.netty.channel.ChannelProgressiveFutureListener;
import java.util.ArrayList;
import java.util.List;

/**
 * Gathers the small frames of one turn of the event loop, so that they leave in one write, and
 * tells each message's receipt what became of it. Owned by the event loop.
 */
final class FrameCork {
  /** As much as one write takes well; what is longer goes alone, without a copy. */
  private static final int CORK_BYTES = 64 * 1024;

  private static final int SMALL_BYTES = 8 * 1024;

  /** A message and where its frame ends in the cork. */
  private record Corked(Receipt receipt, int endBytes) {}

  private final ChannelHandlerContext context;
  private final boolean encrypted;
  private ByteBuf cork;
  private List<Corked> corked = new ArrayList<>();
  private boolean writeFailed;

  /**
   * For one connection.
   *
   * @param context where to write
   * @param encrypted whether what is written is encrypted, so that nobody knows what has left of a
   *     write that fails
   */
  FrameCork(ChannelHandlerContext context, boolean encrypted) {
    this.context = context;
    this.encrypted = encrypted;
  }

  /** Takes a message, to leave with the next {@link #uncork}; its bytes are released. */
  void add(Opcode opcode, ByteBuf payload, Receipt receipt) {
    int length = payload.readableBytes();
    if (length > SMALL_BYTES) {
      uncork();
      var head = context.alloc().directBuffer(WebSocketFrames.MAX_HEAD_BYTES);
      WebSocketFrames.writeHead(opcode, length, head);
      context.write(head);
      var promise = context.newProgressivePromise();
      promise.addListener(new Outcome(List.of(new Corked(receipt, length))));
      context.write(payload, promise);
      return;
    }
    if (cork != null
        && cork.readableBytes() + length + WebSocketFrames.MAX_HEAD_BYTES > CORK_BYTES) {
      uncork();
    }
    if (cork == null) {
      cork =
          context.alloc().directBuffer(2 * (length + WebSocketFrames.MAX_HEAD_BYTES), CORK_BYTES);
    }
    WebSocketFrames.writeHead(opcode, length, cork);
    cork.writeBytes(payload);
    payload.release();
    corked.add(new Corked(receipt, cork.readableBytes()));
  }

  /** Gives what was gathered to the channel, without a flush. */
  void uncork() {
    if (cork == null) {
      return;
    }
    var promise = context.newProgressivePromise();
    promise.addListener(new Outcome(corked));
    var bytes = cork;
    cork = null;
    corked = new ArrayList<>();
    context.write(bytes, promise);
  }

  /** Follows one write. */
  private final class Outcome implements ChannelProgressiveFutureListener {
    private final List<Corked> messages;
    private long sentBytes;

    Outcome(List<Corked> messages) {
      this.messages = messages;
    }

    @Override
    public void operationProgressed(ChannelProgressiveFuture future, long progress, long total) {
      sentBytes = progress;
    }

    @Override
    public void operationComplete(ChannelProgressiveFuture future) {
      if (future.isSuccess()) {
        messages.forEach(message -> message.receipt.done());
        return;
      }
      long startBytes = 0;
      for (var message : messages) {
        if (encrypted) {
          // Writes leave in order: only the first that fails can have left in part.
          message.receipt.failed(writeFailed ? 0 : Receipt.UNKNOWN);
        } else if (message.endBytes <= sentBytes) {
          message.receipt.done();
        } else {
          message.receipt.failed(startBytes < sentBytes ? Receipt.UNKNOWN : 0);
        }
        startBytes = message.endBytes;
      }
      writeFailed = true;
    }
  }
}
