package dev.samara.http.websocket;

import dev.samara.codec.websocket.CloseCodes;
import dev.samara.codec.websocket.Opcode;
import dev.samara.codec.websocket.WebSocketDecoder;
import dev.samara.codec.websocket.WebSocketFault;
import dev.samara.codec.websocket.WebSocketFrames;
import dev.samara.codec.websocket.WebSocketSink;
import dev.samara.net.connection.Cause;
import dev.samara.net.connection.Link;
import dev.samara.net.connection.Transport;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.timeout.IdleStateHandler;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;

/**
 * A WebSocket as a link: each message of one is a message of the other. What is sent is text if it
 * is UTF-8, unless the peer's latest message was binary. A handler of the socket's pipeline; owned
 * by its event loop.
 *
 * <pre>
 *   OPENING --101 is out--> OPEN --our close frame is out--> CLOSING
 *   OPEN --the peer closes, or breaks the rules--> ENDING --answers and close frame are out--> CLOSING
 *   CLOSING --the peer closed, or is late--> CLOSED
 *   any of these --the socket breaks, or is cut--> CLOSED
 * </pre>
 */
final class WebSocketLink extends ChannelInboundHandlerAdapter implements Link, WebSocketSink {
  private enum State {
    OPENING,
    OPEN,
    CLOSING,
    ENDING,
    CLOSED
  }

  /** Vert.x tells no limit: its server cuts what is left when its own is over. */
  private static final Duration SHUTDOWN_GRACE = Duration.ofMinutes(1);

  /** How long a peer has to answer a close, or to read it. */
  private static final long LINGER_MILLIS = 1_000;

  private final SocketAddress remoteAddress;
  private final boolean encrypted;
  private final WebSocketDecoder decoder;
  private final ArrayDeque<ByteBuf> early = new ArrayDeque<>(0);
  private State state = State.OPENING;
  private ChannelHandlerContext context;
  private FrameCork cork;
  private Receiver receiver;
  private boolean text = true;
  private boolean atFault;
  private int closeCode = CloseCodes.NORMAL;
  private String closeWords = "";
  private Cause closeCause = Cause.CONNECTION_LOST;
  private String closeReason = "closed by the peer without a close frame";

  WebSocketLink(HttpConnection connection, int maxMessageBytes) {
    this.remoteAddress = connection.remoteAddress();
    this.encrypted = connection.isSsl();
    this.decoder = new WebSocketDecoder(maxMessageBytes);
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    context = ctx;
    cork = new FrameCork(ctx, encrypted);
  }

  /** The answer to the handshake is out; whether the socket still stands. */
  boolean open(NetSocketInternal socket) {
    if (state == State.CLOSED) {
      return false;
    }
    move(State.OPEN);
    // The limits of the connection count now, not those of HTTP.
    if (context.pipeline().get(IdleStateHandler.class) != null) {
      context.pipeline().remove(IdleStateHandler.class);
    }
    socket.shutdownHandler(_ -> drain());
    return true;
  }

  /** There is a connection for it. */
  void start(Receiver connection) {
    receiver = connection;
    while (!early.isEmpty()) {
      channelRead(context, early.poll());
    }
    receiver.readComplete();
  }

  /** There is no room for a connection. */
  void refuse() {
    closeCode = CloseCodes.TRY_AGAIN_LATER;
    closeWords = "too many connections";
    close(true);
  }

  private void drain() {
    closeCode = CloseCodes.GOING_AWAY;
    if (receiver != null) {
      receiver.drain(SHUTDOWN_GRACE);
    }
  }

  // What the socket says.

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object read) {
    if (!(read instanceof ByteBuf bytes)) {
      ctx.fireChannelRead(read);
    } else if (state == State.OPENING) {
      early.add(bytes);
    } else {
      try {
        decoder.decode(bytes, this);
      } finally {
        bytes.release();
      }
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    if (receiver != null) {
      receiver.readComplete();
    }
    ctx.fireChannelReadComplete();
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    if (receiver != null && isWritable()) {
      receiver.writable();
    }
    ctx.fireChannelWritabilityChanged();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    closeReason = cause.getMessage() == null ? cause.toString() : cause.getMessage();
    ctx.close();
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    move(State.CLOSED);
    early.forEach(ByteBuf::release);
    early.clear();
    // What was gathered fails here, and its receipts say so.
    cork.uncork();
    if (receiver != null) {
      receiver.closed(closeCause, closeReason);
    }
    ctx.fireChannelInactive();
  }

  // What its frames say.

  @Override
  public void message(ByteBuf payload, boolean isText) {
    if (state == State.OPEN && receiver != null) {
      text = isText;
      receiver.read(payload);
    }
  }

  @Override
  public void ping(ByteBuf data) {
    // Who does not read its pongs gets no more; only the latest ping has to be answered.
    if (state == State.OPEN && isWritable()) {
      context.write(WebSocketFrames.control(Opcode.PONG, data));
      context.flush();
    }
  }

  @Override
  public void pong(ByteBuf data) {
    // Nothing was asked: unsolicited ones are only a sign of life.
  }

  @Override
  public void close(int code, String reason) {
    closeCause = Cause.PEER_CLOSED;
    closeReason = "closed by the peer";
    if (state == State.CLOSING) {
      context.close();
    } else if (state == State.OPEN) {
      // Section 5.5.1: the same code goes back, after what is still to be answered.
      closeCode = code;
      end();
    }
  }

  @Override
  public void fault(WebSocketFault fault) {
    atFault = true;
    closeCause = Cause.BROKEN_BYTES;
    closeReason = fault.reason();
    if (state == State.OPEN) {
      closeCode = fault.closeCode();
      closeWords = fault.reason();
      end();
    }
  }

  /** Nothing more comes in: the connection writes what it owes, and closes. */
  private void end() {
    move(State.ENDING);
    if (receiver != null) {
      receiver.inputEnded();
    }
  }

  // What the connection says.

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
    var asText = text && ByteBufUtil.isText(bytes, StandardCharsets.UTF_8);
    cork.add(asText ? Opcode.TEXT : Opcode.BINARY, bytes, receipt);
  }

  @Override
  public void flush() {
    cork.uncork();
    context.flush();
  }

  @Override
  public boolean isWritable() {
    return context.channel().isWritable();
  }

  @Override
  public void read(boolean on) {
    context.channel().config().setAutoRead(on);
  }

  @Override
  public void close(boolean inOrder) {
    if (state == State.OPEN || state == State.ENDING) {
      var peerEnded = state == State.ENDING;
      move(State.CLOSING);
      cork.uncork();
      var sent = context.writeAndFlush(WebSocketFrames.close(closeCode, closeWords));
      linger();
      if (atFault) {
        sent.addListener(_ -> endOutput());
      } else if (peerEnded) {
        sent.addListener(_ -> context.close());
      }
    }
    if (!inOrder) {
      context.close();
    }
  }

  /** The peer may still be sending: a close now would take the close frame from it. */
  private void endOutput() {
    if (!encrypted && context.channel() instanceof DuplexChannel channel) {
      channel.shutdownOutput();
    }
  }

  /** What still comes is dropped, and after a while the socket is closed whatever comes. */
  private void linger() {
    var channel = context.channel();
    channel.config().setAutoRead(true);
    var limit =
        context.executor().schedule(() -> context.close(), LINGER_MILLIS, TimeUnit.MILLISECONDS);
    channel.closeFuture().addListener(_ -> limit.cancel(false));
  }

  /** The only place where the state changes. */
  private void move(State to) {
    var legal =
        switch (to) {
          case OPENING -> false;
          case OPEN -> state == State.OPENING;
          case ENDING -> state == State.OPEN;
          case CLOSING -> state == State.OPEN || state == State.ENDING;
          case CLOSED -> true;
        };
    if (!legal) {
      throw new IllegalStateException("a WebSocket cannot go from " + state + " to " + to);
    }
    state = to;
  }
}
