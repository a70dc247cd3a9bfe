package dev.samara.net.transport;

import dev.samara.net.connection.Cause;
import dev.samara.net.connection.Link;
import dev.samara.net.connection.TlsSession;
import dev.samara.net.socket.BufferOptions;
import dev.samara.net.transport.tls.TlsPeer;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelProgressiveFuture;
import io.netty.channel.ChannelProgressiveFutureListener;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandler;
import io.vertx.core.net.SocketAddress;
import java.nio.channels.ClosedChannelException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A stream socket (TCP, UNIX, TLS over them) as a link. It is the last handler of the channel's
 * pipeline and takes the pooled bytes as they were read.
 */
public final class ChannelLink extends ChannelInboundHandlerAdapter implements Link {

  /**
   * How long a peer has to notice the end. To close while it still sends would reset the
   * connection, and a reset takes away what the peer has not read yet.
   */
  private static final long LINGER_MILLIS = 1_000;

  private final SocketAddress remoteAddress;
  private final List<String> identities;
  private final Optional<TlsSession> tls;
  private ChannelHandlerContext context;
  private Receiver receiver;
  private Cause closeCause = Cause.PEER_CLOSED;
  private String closeReason = "closed by the peer";
  private boolean inactive;
  private boolean inputEnded;
  private boolean lingering;
  private boolean writeFailed;

  private ChannelLink(
      SocketAddress remoteAddress, List<String> identities, Optional<TlsSession> tls) {
    this.remoteAddress = remoteAddress;
    this.identities = identities;
    this.tls = tls;
  }

  /**
   * Takes a channel over. On its event loop, before anything of the application was read.
   *
   * @param channel the channel; if there is a TLS handler, its handshake is finished
   * @param remoteAddress the peer's address
   * @param buffers how much of its bytes is on its way
   * @return the link, to be started with {@link #start}
   */
  static ChannelLink of(Channel channel, SocketAddress remoteAddress, BufferOptions buffers) {
    var session =
        Optional.ofNullable(channel.pipeline().get(SslHandler.class))
            .map(handler -> handler.engine().getSession());
    var link =
        new ChannelLink(
            remoteAddress,
            session.map(TlsPeer::identities).orElseGet(() -> UnixPeer.identities(channel)),
            session.map(TlsPeer::session));
    // A peer that ends its own side still wants its answers: `nc -N` does so.
    channel.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
    channel.config().setWriteBufferWaterMark(waterMark(buffers));
    if (link.tls.isEmpty()) {
      // Without effect where somebody had to read before, for a header or the first byte.
      channel.config().setRecvByteBufAllocator(LoopReads.of(buffers.readBytes()));
    }
    channel.pipeline().addLast("samara", link);
    return link;
  }

  /** By default a cork of 64 KiB can be under way while the next ones are written. */
  private static WriteBufferWaterMark waterMark(BufferOptions buffers) {
    return new WriteBufferWaterMark(buffers.writeQueueBytes() / 4, buffers.writeQueueBytes());
  }

  /**
   * Names the receiver. On the event loop, in the same turn as {@link #of}.
   *
   * @param receiver the connection
   */
  void start(Receiver receiver) {
    this.receiver = receiver;
    if (inactive) {
      receiver.closed(closeCause, closeReason);
    }
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    context = ctx;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    var bytes = (ByteBuf) message;
    try {
      if (receiver != null) {
        receiver.read(bytes);
      }
    } finally {
      bytes.release();
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    if (receiver != null) {
      receiver.readComplete();
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    if (receiver != null && ctx.channel().isWritable()) {
      receiver.writable();
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    // Under TLS the peer says that it ends, and may leave the socket open.
    var ended =
        event == ChannelInputShutdownEvent.INSTANCE
            || event instanceof SslCloseCompletionEvent close && close.isSuccess();
    if (ended && !inputEnded && receiver != null) {
      inputEnded = true;
      receiver.inputEnded();
      if (lingering) {
        close(false);
      }
    }
    ctx.fireUserEventTriggered(event);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    lost(cause);
    ctx.close();
  }

  private void lost(Throwable cause) {
    closeCause = Cause.CONNECTION_LOST;
    closeReason = cause.getMessage() == null ? cause.toString() : cause.getMessage();
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    inactive = true;
    if (receiver != null) {
      receiver.closed(closeCause, closeReason);
    }
    ctx.fireChannelInactive();
  }

  @Override
  public SocketAddress remoteAddress() {
    return remoteAddress;
  }

  @Override
  public List<String> identities() {
    return identities;
  }

  @Override
  public Optional<TlsSession> tls() {
    return tls;
  }

  @Override
  public boolean keepsMessageBounds() {
    return false;
  }

  @Override
  public void write(ByteBuf bytes, Receipt receipt) {
    var promise = context.newProgressivePromise();
    promise.addListener(new Progress(receipt));
    context.write(bytes, promise);
  }

  @Override
  public void flush() {
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
    if (inOrder && !inputEnded && context.channel() instanceof DuplexChannel channel) {
      linger(channel);
    } else {
      context.close();
    }
  }

  private void linger(DuplexChannel channel) {
    if (lingering) {
      return;
    }
    lingering = true;
    var tls = channel.pipeline().get(SslHandler.class);
    var ended = tls == null ? context.newSucceededFuture() : tls.closeOutbound();
    ended.addListener(_ -> channel.shutdownOutput());
    channel.config().setAutoRead(true);
    var limit =
        context.executor().schedule(() -> close(false), LINGER_MILLIS, TimeUnit.MILLISECONDS);
    channel.closeFuture().addListener(_ -> limit.cancel(false));
  }

  /** Follows one write, so that a failure can tell which messages had left. */
  private final class Progress implements ChannelProgressiveFutureListener {

    private final Receipt receipt;
    private long sentBytes;

    Progress(Receipt receipt) {
      this.receipt = receipt;
    }

    @Override
    public void operationProgressed(ChannelProgressiveFuture future, long progress, long total) {
      sentBytes = progress;
    }

    @Override
    public void operationComplete(ChannelProgressiveFuture future) {
      if (future.isSuccess()) {
        receipt.done();
        return;
      }
      // One that comes after the end of the channel does not tell how that came about.
      if (!(future.cause() instanceof ClosedChannelException)) {
        lost(future.cause());
      }
      if (tls.isEmpty()) {
        receipt.failed(sentBytes);
      } else {
        // Progress counts encrypted bytes: nobody knows how many of ours they hold. But they leave
        // in order, so that only the first write that fails can have left in part.
        receipt.failed(writeFailed ? 0 : Receipt.UNKNOWN);
        writeFailed = true;
      }
    }
  }
}
