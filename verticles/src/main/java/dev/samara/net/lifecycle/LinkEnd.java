package dev.samara.net.lifecycle;

import dev.samara.codec.FrameDecoder;
import dev.samara.codec.FramingException;
import dev.samara.net.connection.ConnectionOptions;
import dev.samara.net.connection.Link;
import io.netty.buffer.ByteBuf;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.ArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where a link's bytes come in and become messages. Owned by the connection's event loop. */
final class LinkEnd implements Link.Receiver {

  private static final Logger LOG = LoggerFactory.getLogger(LinkEnd.class);

  private final LiveConnection connection;
  private final Link link;
  private final FrameDecoder decoder;
  private final Duration idleTimeout;
  private long lastReadNanos;

  LinkEnd(LiveConnection connection, Link link, ConnectionOptions options) {
    this.connection = connection;
    this.link = link;
    this.decoder = options.framing().newDecoder();
    this.idleTimeout = options.timeouts().idle();
    this.lastReadNanos = connection.nowNanos();
  }

  /** A dialled link stands: from now on the peer may be silent too long. */
  void opened() {
    lastReadNanos = connection.nowNanos();
  }

  /** Time passes while the link is read. */
  void tick(long nowNanos) {
    if (!idleTimeout.isZero() && nowNanos - lastReadNanos > idleTimeout.toNanos()) {
      connection.life().finish("idle for " + idleTimeout.toMillis() + " ms");
    }
  }

  @Override
  public void read(ByteBuf bytes) {
    if (connection.life().state() != State.OPEN) {
      return;
    }
    connection.outbound().holdFlush();
    lastReadNanos = connection.nowNanos();
    var messages = new ArrayList<Buffer>();
    var fault = decode(bytes, messages);
    connection.inbound().part(decoder.pendingBytes());
    if (!messages.isEmpty()) {
      connection.received(messages);
    }
    if (!fault.isEmpty()) {
      broken(fault);
    }
  }

  /** Returns what is wrong with the bytes, or an empty text. */
  private String decode(ByteBuf bytes, ArrayList<Buffer> messages) {
    try {
      decoder.decode(bytes, messages::add);
      return "";
    } catch (FramingException e) {
      return e.getMessage();
    }
  }

  /** A broken stream cannot be resumed; a broken datagram harms no other. */
  private void broken(String fault) {
    if (link.keepsMessageBounds()) {
      LOG.warn("{} from {}: {}; discarded", connection.id(), link.remoteAddress(), fault);
    } else {
      LOG.warn("{} from {}: {}; closing", connection.id(), link.remoteAddress(), fault);
      connection.life().finish(fault);
    }
  }

  @Override
  public void readComplete() {
    connection.flushAnswers();
  }

  @Override
  public void writable() {
    connection.flushAnswers();
  }

  @Override
  public void inputEnded() {
    if (connection.life().state() == State.OPEN) {
      connection
          .life()
          .finishedByPeer(
              decoder.pendingBytes() == 0
                  ? "closed by the peer"
                  : "closed by the peer within a message");
    }
  }

  @Override
  public void drain(Duration within) {
    connection.drain(within);
  }

  @Override
  public void closed(String why) {
    connection.life().linkClosed(why);
  }
}
