package dev.samara.load.micro;

import dev.samara.net.connection.Cause;
import dev.samara.net.connection.Link;
import io.netty.buffer.ByteBuf;
import io.vertx.core.net.SocketAddress;

/** A link whose peer takes everything at once. On the measuring thread. */
final class NullLink implements Link {
  private static final SocketAddress NOWHERE = SocketAddress.domainSocketAddress("nowhere");

  private Receiver receiver;

  /** What was written, so that it cannot be left out. */
  long writtenBytes;

  /** Told to whom the link belongs, before anything is read. */
  void belongsTo(Receiver newReceiver) {
    receiver = newReceiver;
  }

  @Override
  public SocketAddress remoteAddress() {
    return NOWHERE;
  }

  @Override
  public boolean keepsMessageBounds() {
    return false;
  }

  @Override
  public void write(ByteBuf bytes, Receipt receipt) {
    writtenBytes += bytes.readableBytes();
    bytes.release();
    receipt.done();
  }

  @Override
  public void flush() {
    // Everything has left.
  }

  @Override
  public boolean isWritable() {
    return true;
  }

  @Override
  public void read(boolean on) {
    // The measuring thread knows when it reads.
  }

  @Override
  public void close(boolean inOrder) {
    receiver.closed(Cause.PEER_CLOSED, "closed");
  }
}
