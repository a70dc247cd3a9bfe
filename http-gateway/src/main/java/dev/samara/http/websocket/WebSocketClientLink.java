package dev.samara.http.websocket;

import dev.samara.net.connection.Cause;
import dev.samara.net.connection.Link;
import dev.samara.net.connection.Transport;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.http.WebSocketInternal;
import io.vertx.core.net.SocketAddress;
import java.nio.charset.StandardCharsets;

/** A WebSocket that was dialled, as a link. Owned by its event loop. */
final class WebSocketClientLink implements Link {
  private final WebSocketInternal socket;
  private final SocketAddress remoteAddress;
  private Receiver receiver;
  private boolean closing;
  private String reason = "closed by the peer without a close frame";

  WebSocketClientLink(WebSocketInternal socket) {
    this.socket = socket;
    this.remoteAddress = socket.remoteAddress();
  }

  /** There is a connection for it. */
  void start(Receiver connection) {
    receiver = connection;
    if (socket.isClosed()) {
      closed();
      return;
    }
    socket.binaryMessageHandler(message -> arrived(message.getBytes()));
    socket.textMessageHandler(text -> arrived(text.getBytes(StandardCharsets.UTF_8)));
    socket.drainHandler(_ -> receiver.writable());
    socket.exceptionHandler(
        cause -> reason = cause.getMessage() == null ? cause.toString() : cause.getMessage());
    socket.closeHandler(_ -> closed());
  }

  private void arrived(byte[] message) {
    receiver.read(Unpooled.wrappedBuffer(message));
    receiver.readComplete();
  }

  private void closed() {
    if (!closing && socket.closeStatusCode() != null) {
      var words = "closed by the peer with code " + socket.closeStatusCode();
      receiver.closed(Cause.PEER_CLOSED, words);
    } else {
      receiver.closed(Cause.CONNECTION_LOST, reason);
    }
  }

  @Override
  public SocketAddress remoteAddress() {
    return remoteAddress;
  }

  @Override
  public Transport transport() {
    return Transport.WEBSOCKET;
  }

  @Override
  public boolean keepsMessageBounds() {
    return true;
  }

  @Override
  public void write(ByteBuf bytes, Receipt receipt) {
    // A copy on the heap: Vert.x gives no promise to release what it was given.
    var message = Buffer.buffer(ByteBufUtil.getBytes(bytes));
    bytes.release();
    socket
        .writeBinaryMessage(message)
        .onComplete(_ -> receipt.done(), _ -> receipt.failed(Receipt.UNKNOWN));
  }

  @Override
  public void flush() {
    // Vert.x flushes each message itself.
  }

  @Override
  public boolean isWritable() {
    // From the peer's close frame on it throws when it is asked for its queue.
    return !socket.isClosed() && !socket.writeQueueFull();
  }

  @Override
  public void read(boolean on) {
    if (on) {
      socket.resume();
    } else {
      socket.pause();
    }
  }

  @Override
  public void close(boolean inOrder) {
    if (inOrder) {
      closing = true;
      socket.resume();
      socket.close();
    } else {
      socket.channelHandlerContext().close();
    }
  }
}
