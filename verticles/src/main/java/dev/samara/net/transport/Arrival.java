package dev.samara.net.transport;

import dev.samara.net.connection.AddressText;
import dev.samara.net.socket.ArrivalFault;
import dev.samara.net.socket.ProxyProtocol;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.handler.codec.haproxy.HAProxyMessage;
import io.netty.handler.codec.haproxy.HAProxyMessageDecoder;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.net.SocketAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A socket from being accepted to being a connection: the last handler of its pipeline until the
 * link takes that place. One time limit holds for all of it. Owned by the socket's event loop.
 */
final class Arrival extends ChannelInboundHandlerAdapter {

  /**
   * Stages are entered in this order; those that the listener does not ask for are left out.
   *
   * <pre>
   *        ┌────────────┬────────────────────────┬─────────────────────┐
   *   NEW ─┼→ HEADER ───┼→ FIRST_BYTE ─┬─(0x16)──→ HANDSHAKE ──────────┼→ OVER: entered
   *        │            │              └─(other, and plain is allowed)─┘
   *        └────────────┴── fault, time limit, end ──────────────────────→ OVER: closed
   * </pre>
   */
  private enum Stage {
    /** Nothing was asked yet. */
    NEW,
    /** Waits for a PROXY header. */
    HEADER,
    /** Waits for what tells TLS from plain text. */
    FIRST_BYTE,
    /** TLS shakes hands. */
    HANDSHAKE,
    /** The link has the socket, or it is closed. */
    OVER
  }

  private static final Logger LOG = LoggerFactory.getLogger(Arrival.class);

  /** The type of a TLS record that holds a handshake, RFC 8446 section 5.1. */
  private static final int TLS_HANDSHAKE_RECORD = 0x16;

  private final Door door;
  private final Runnable over;
  private Stage stage = Stage.NEW;
  private ChannelHandlerContext context;
  private SocketAddress remoteAddress;
  private Future<?> limit;

  /**
   * Makes the arrival of one socket.
   *
   * @param door the listener
   * @param over run once when the socket has entered or is closed
   */
  Arrival(Door door, Runnable over) {
    this.door = door;
    this.over = over;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    context = ctx;
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    remoteAddress = address(ctx.channel().remoteAddress());
    var millis = door.limit().toMillis();
    var proxies = door.proxyProtocol();
    if (millis > 0 && (proxies.isPresent() || door.tls().isPresent())) {
      limit = ctx.executor().schedule(this::tooLate, millis, TimeUnit.MILLISECONDS);
    }
    if (proxies.isPresent()) {
      expectHeader(proxies.get());
    } else {
      expectTls();
    }
  }

  /** The address of a peer; empty for a UNIX socket. */
  static SocketAddress address(java.net.SocketAddress remote) {
    return switch (remote) {
      case InetSocketAddress inet -> SocketAddress.inetSocketAddress(inet);
      // The client's own path, if it has one, is whatever the client likes.
      case DomainSocketAddress _ -> SocketAddress.domainSocketAddress("");
      case null, default -> SocketAddress.domainSocketAddress("");
    };
  }

  private void expectHeader(ProxyProtocol proxies) {
    if (!(context.channel().remoteAddress() instanceof InetSocketAddress peer)
        || !proxies.trusts(peer)) {
      fault(ArrivalFault.UNTRUSTED_PROXY, "is no trusted proxy");
      return;
    }
    stage = Stage.HEADER;
    context.pipeline().addBefore(context.name(), "proxy", new HAProxyMessageDecoder(true));
  }

  private void header(HAProxyMessage header) {
    // A proxy that looks whether we live announces nobody.
    if (header.sourceAddress() != null && header.sourcePort() > 0) {
      remoteAddress = SocketAddress.inetSocketAddress(header.sourcePort(), header.sourceAddress());
    }
    expectTls();
  }

  private void expectTls() {
    if (door.tls().isPresent()) {
      stage = Stage.FIRST_BYTE;
    } else {
      enter();
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    switch (message) {
      case HAProxyMessage header -> {
        try {
          header(header);
        } finally {
          header.release();
        }
      }
      case ByteBuf bytes when stage == Stage.FIRST_BYTE && bytes.isReadable() -> first(bytes);
      default -> ReferenceCountUtil.release(message);
    }
  }

  private void first(ByteBuf bytes) {
    var pipeline = context.pipeline();
    var tls = door.tls().orElseThrow();
    if (bytes.getUnsignedByte(bytes.readerIndex()) == TLS_HANDSHAKE_RECORD) {
      stage = Stage.HANDSHAKE;
      pipeline.addBefore(context.name(), "tls", tls.newHandler());
    } else if (tls.plainAllowed()) {
      enter();
    } else {
      bytes.release();
      fault(ArrivalFault.PLAIN_TEXT, "speaks plain text where TLS is required");
      return;
    }
    // Again from the beginning, now that somebody is there to take it.
    pipeline.fireChannelRead(bytes);
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof SslHandshakeCompletionEvent handshake && stage == Stage.HANDSHAKE) {
      if (handshake.isSuccess()) {
        enter();
      } else {
        exceptionCaught(ctx, handshake.cause());
      }
    }
    ctx.fireUserEventTriggered(event);
  }

  private void enter() {
    finish();
    var channel = context.channel();
    var link = ChannelLink.of(channel, remoteAddress, door.buffers());
    context.pipeline().remove(this);
    door.enter(link).ifPresentOrElse(link::start, () -> link.close(false));
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    var message =
        cause instanceof ClosedChannelException
            ? "closed by the peer"
            : cause.getMessage() == null ? cause.toString() : cause.getMessage();
    switch (stage) {
      case HEADER -> fault(ArrivalFault.PROXY_HEADER, "sent a broken PROXY header: " + message);
      case HANDSHAKE -> fault(ArrivalFault.TLS_HANDSHAKE, "failed the TLS handshake: " + message);
      case NEW, FIRST_BYTE, OVER -> {
        LOG.debug("{} before it was a connection: {}", remoteAddress, message);
        ctx.close();
      }
    }
  }

  private void tooLate() {
    fault(
        ArrivalFault.TIME_LIMIT,
        switch (stage) {
          case HEADER -> "sent no PROXY header within the time limit";
          case HANDSHAKE -> "did not finish the TLS handshake within the time limit";
          case NEW, FIRST_BYTE, OVER -> "sent nothing within the time limit";
        });
  }

  private void fault(ArrivalFault fault, String what) {
    finish();
    door.fault(fault, AddressText.of(remoteAddress), what);
    context.close();
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    if (stage != Stage.OVER) {
      LOG.debug("{} closed before it was a connection", remoteAddress);
      finish();
    }
    ctx.fireChannelInactive();
  }

  private void finish() {
    if (stage == Stage.OVER) {
      return;
    }
    stage = Stage.OVER;
    if (limit != null) {
      limit.cancel(false);
    }
    over.run();
  }
}
