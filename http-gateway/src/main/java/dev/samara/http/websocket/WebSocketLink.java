package dev.samara.http.websocket;

import dev.samara.net.Hub;
import dev.samara.net.Listener;
import dev.samara.net.connection.Cause;
import dev.samara.net.connection.Link;
import dev.samara.net.connection.Transport;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.internal.buffer.BufferInternal;
import io.vertx.core.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * A WebSocket as a link: each WebSocket message is a message. Answers are text while the peer sends
 * text and they are UTF-8, and binary otherwise. Owned by the socket's event loop.
 */
public final class WebSocketLink implements Link {

  private static final short TRY_AGAIN_LATER = 1013;

  /** Vert.x tells no limit: its server cuts what is left when its own is over. */
  private static final Duration SHUTDOWN_GRACE = Duration.ofMinutes(1);

  private static final short ABNORMAL = 1006;

  private final ServerWebSocket socket;
  private Receiver receiver;
  private boolean text;

  private WebSocketLink(ServerWebSocket socket) {
    this.socket = socket;
  }

  /**
   * Lets WebSockets in as connections of a listener.
   *
   * @param hub the hub
   * @param listener a listener attached to that hub
   * @return takes each WebSocket, on its event loop; one too many is closed with 1013 (RFC 6455,
   *     section 7.4.1, and its registry)
   */
  public static Handler<ServerWebSocket> into(Hub hub, Listener listener) {
    return socket -> {
      var link = new WebSocketLink(socket);
      hub.adopt(listener, link)
          .ifPresentOrElse(
              link::start, () -> socket.close(TRY_AGAIN_LATER, "too many connections"));
    };
  }

  private void start(Receiver connection) {
    receiver = connection;
    socket.textMessageHandler(message -> received(Buffer.buffer(message), true));
    socket.binaryMessageHandler(message -> received(message, false));
    socket.drainHandler(_ -> receiver.writable());
    socket.shutdownHandler(_ -> receiver.drain(SHUTDOWN_GRACE));
    socket.closeHandler(_ -> receiver.closed(closeCause(), "closed by the peer"));
  }

  /** RFC 6455, section 7.1.5: without a close frame there is no code, or 1006 stands for it. */
  private Cause closeCause() {
    var code = socket.closeStatusCode();
    return code == null || code == ABNORMAL ? Cause.CONNECTION_LOST : Cause.PEER_CLOSED;
  }

  private void received(Buffer message, boolean isText) {
    text = isText;
    receiver.read(((BufferInternal) message).getByteBuf());
    receiver.readComplete();
  }

  @Override
  public SocketAddress remoteAddress() {
    return socket.remoteAddress();
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
    var asText = text && ByteBufUtil.isText(bytes, StandardCharsets.UTF_8);
    var message = BufferInternal.safeBuffer(bytes);
    var written =
        asText
            ? socket.writeTextMessage(message.toString(StandardCharsets.UTF_8))
            : socket.writeBinaryMessage(message);
    written.onComplete(_ -> receipt.done(), _ -> receipt.failed(0));
  }

  @Override
  public void flush() {
    // Vert.x flushes at the end of each read.
  }

  @Override
  public boolean isWritable() {
    return !socket.writeQueueFull();
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
    socket.close();
  }
}
