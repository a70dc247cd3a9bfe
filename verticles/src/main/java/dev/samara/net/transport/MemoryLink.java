package dev.samara.net.transport;

import dev.samara.net.connection.Cause;
import dev.samara.net.connection.Link;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import io.vertx.core.net.SocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * One end of a pair of links without a socket between them. What one writes the other reads, as a
 * stream and without a copy. A write is done when the other end has read it, so at most one {@link
 * #HIGH_WATER_BYTES} and one write are between the two. Owned by its event loop; the other end may
 * live on another one, and each tells the other in tasks, which keep their order.
 */
public final class MemoryLink implements Link {

  /** How much may be between the ends before no more is wanted. */
  static final int HIGH_WATER_BYTES = 256 * 1024;

  /** At how much more is wanted again. */
  static final int LOW_WATER_BYTES = 64 * 1024;

  /** How long the other end has to end as well, as with a socket. */
  private static final long LINGER_MILLIS = 1_000;

  private record Parcel(ByteBuf bytes, int size, Receipt receipt) {}

  private final EventLoop loop;
  private final SocketAddress address;
  private MemoryLink other;
  private Receiver receiver;

  /** Written and not flushed. */
  private List<Parcel> waiting = new ArrayList<>();

  /** Flushed, and not settled by the other end; in order. */
  private final ArrayDeque<Parcel> underWay = new ArrayDeque<>();

  /** Come from the other end, and not read. */
  private final ArrayDeque<Parcel> arrived = new ArrayDeque<>();

  private long unsettledBytes;
  private boolean writable = true;
  private boolean reading = true;
  private boolean delivering;
  private boolean endArrived;
  private boolean inputEnded;
  private boolean lingering;
  private boolean closed;

  private MemoryLink(EventLoop loop, SocketAddress address) {
    this.loop = loop;
    this.address = address;
  }

  /**
   * Makes two ends.
   *
   * @param name the place's name, which both see as the address of the other
   * @param one owns the first end
   * @param two owns the second end
   * @return the two ends, each to be started on its event loop
   */
  static List<MemoryLink> pair(String name, EventLoop one, EventLoop two) {
    var address = SocketAddress.domainSocketAddress("memory:" + name);
    var first = new MemoryLink(one, address);
    var second = new MemoryLink(two, address);
    first.other = second;
    second.other = first;
    return List.of(first, second);
  }

  /** Names the connection; what has arrived before is read now. On the event loop. */
  void start(Receiver connection) {
    receiver = connection;
    if (closed) {
      receiver.closed(Cause.PEER_CLOSED, "closed by the peer");
    } else {
      deliver();
    }
  }

  @Override
  public SocketAddress remoteAddress() {
    return address;
  }

  @Override
  public boolean keepsMessageBounds() {
    return false;
  }

  @Override
  public void write(ByteBuf bytes, Receipt receipt) {
    if (closed) {
      bytes.release();
      receipt.failed(0);
      return;
    }
    var parcel = new Parcel(bytes, bytes.readableBytes(), receipt);
    waiting.add(parcel);
    unsettledBytes += parcel.size();
    writable = unsettledBytes < HIGH_WATER_BYTES;
  }

  @Override
  public void flush() {
    if (waiting.isEmpty()) {
      return;
    }
    var parcels = waiting;
    waiting = new ArrayList<>();
    underWay.addAll(parcels);
    other.loop.execute(() -> other.arrive(parcels));
  }

  @Override
  public boolean isWritable() {
    return writable && !closed;
  }

  private void arrive(List<Parcel> parcels) {
    arrived.addAll(parcels);
    if (closed) {
      dropArrived();
    } else {
      deliver();
    }
  }

  @Override
  public void read(boolean on) {
    reading = on;
    if (on) {
      // Not at once: the caller is in the middle of something.
      loop.execute(this::deliver);
    }
  }

  private void deliver() {
    if (delivering || receiver == null) {
      return;
    }
    delivering = true;
    var read = 0;
    while (reading && !closed && !arrived.isEmpty()) {
      var parcel = arrived.poll();
      receiver.read(parcel.bytes());
      parcel.bytes().release();
      read++;
    }
    delivering = false;
    settle(read, true);
    if (read > 0 && !closed) {
      receiver.readComplete();
    }
    if (endArrived && arrived.isEmpty() && !inputEnded && !closed) {
      inputEnded = true;
      receiver.inputEnded();
      if (lingering) {
        closeNow(Cause.CLOSED, "closed");
      }
    }
  }

  private void settle(int parcels, boolean read) {
    if (parcels > 0) {
      other.loop.execute(() -> other.settled(parcels, read));
    }
  }

  /** The other end has read, or dropped, the oldest parcels. */
  private void settled(int parcels, boolean read) {
    for (var i = 0; i < parcels; i++) {
      var parcel = underWay.remove();
      unsettledBytes -= parcel.size();
      if (read) {
        parcel.receipt().done();
      } else {
        parcel.receipt().failed(0);
      }
    }
    if (!writable && unsettledBytes <= LOW_WATER_BYTES) {
      writable = true;
      if (!closed && receiver != null) {
        receiver.writable();
      }
    }
  }

  @Override
  public void close(boolean inOrder) {
    if (closed) {
      return;
    }
    if (!inOrder || inputEnded) {
      closeNow(Cause.CLOSED, "closed");
    } else if (!lingering) {
      lingering = true;
      flush();
      other.loop.execute(other::endArrives);
      loop.schedule(() -> close(false), LINGER_MILLIS, TimeUnit.MILLISECONDS);
      read(true);
    }
  }

  private void endArrives() {
    endArrived = true;
    deliver();
  }

  private void closeNow(Cause cause, String why) {
    end(cause, why);
    other.loop.execute(other::otherClosed);
  }

  private void otherClosed() {
    if (!closed) {
      end(Cause.PEER_CLOSED, "closed by the peer");
    }
  }

  private void end(Cause cause, String why) {
    closed = true;
    dropArrived();
    var unsent = waiting;
    waiting = List.of();
    for (var parcel : unsent) {
      parcel.bytes().release();
      parcel.receipt().failed(0);
    }
    if (receiver != null) {
      receiver.closed(cause, why);
    }
  }

  private void dropArrived() {
    var dropped = arrived.size();
    arrived.forEach(parcel -> parcel.bytes().release());
    arrived.clear();
    settle(dropped, false);
  }
}
