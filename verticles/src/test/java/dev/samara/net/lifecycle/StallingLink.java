package dev.samara.net.lifecycle;

import dev.samara.net.connection.Cause;
import dev.samara.net.connection.Link;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.SocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * The seam for what no socket can be made to do on demand: a link that holds what it is given,
 * takes exactly so many bytes of it when told to, and breaks when told to. On the event loop.
 */
final class StallingLink implements Link {

  private record Write(int bytes, Receipt receipt) {}

  private final ArrayDeque<Write> writes = new ArrayDeque<>();
  private final int maxWrites;
  private long takenOfFirst;
  private boolean closed;
  Receiver receiver;
  int flushes;

  /** Whether reading was wanted, each time that was said. */
  final List<Boolean> reads = new ArrayList<>();

  /** What was given to it, as it would be on the wire. */
  final Buffer wire = Buffer.buffer();

  /** A link that is writable until it holds so many writes. */
  StallingLink(int maxWrites) {
    this.maxWrites = maxWrites;
  }

  /** The peer takes that many bytes; when nothing is left to take the link is writable again. */
  void take(long bytes) {
    var left = bytes;
    while (left > 0 && !writes.isEmpty()) {
      var first = writes.peek();
      var now = Math.min(left, first.bytes() - takenOfFirst);
      left -= now;
      takenOfFirst += now;
      if (takenOfFirst == first.bytes()) {
        writes.poll();
        takenOfFirst = 0;
        first.receipt().done();
      }
      if (writes.isEmpty() && !closed) {
        receiver.writable();
      }
    }
  }

  int held() {
    return writes.size();
  }

  /** The network takes the link away. */
  void breakDown() {
    end("broken");
  }

  private void end(String reason) {
    if (closed) {
      return;
    }
    closed = true;
    while (!writes.isEmpty()) {
      var sent = takenOfFirst;
      takenOfFirst = 0;
      writes.poll().receipt().failed(sent);
    }
    receiver.closed(Cause.CONNECTION_LOST, reason);
  }

  @Override
  public SocketAddress remoteAddress() {
    return SocketAddress.domainSocketAddress("stalling");
  }

  @Override
  public boolean keepsMessageBounds() {
    return false;
  }

  @Override
  public void write(ByteBuf bytes, Receipt receipt) {
    wire.appendBytes(ByteBufUtil.getBytes(bytes));
    writes.add(new Write(bytes.readableBytes(), receipt));
    bytes.release();
  }

  @Override
  public void flush() {
    flushes++; // Bytes leave with take().
  }

  @Override
  public boolean isWritable() {
    return !closed && writes.size() < maxWrites;
  }

  @Override
  public void read(boolean on) {
    reads.add(on);
  }

  @Override
  public void close(boolean inOrder) {
    end("closed");
  }
}
