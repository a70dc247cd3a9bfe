package dev.samara.net.transport;

import dev.samara.net.connection.AddressText;
import dev.samara.net.socket.ArrivalFault;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** The sockets of one listener that are not connections yet. Any thread. */
public final class Arrivals extends ChannelInitializer<Channel> {

  private final Door door;
  private final Set<Channel> arriving = ConcurrentHashMap.newKeySet();
  private final AtomicInteger count = new AtomicInteger();
  private volatile boolean closed;

  /**
   * Makes the way in to a listener.
   *
   * @param door the listener
   */
  public Arrivals(Door door) {
    this.door = door;
  }

  @Override
  protected void initChannel(Channel channel) {
    if (closed) {
      channel.close();
      return;
    }
    // Several event loops at a time: a place is taken before anybody looks whether there was one.
    if (count.incrementAndGet() > door.maxArriving()) {
      count.decrementAndGet();
      door.fault(
          ArrivalFault.TOO_MANY,
          AddressText.of(Arrival.address(channel.remoteAddress())),
          "is one too many that has not finished its handshake");
      channel.close();
      return;
    }
    arriving.add(channel);
    channel.pipeline().addLast("arrival", new Arrival(door, () -> gone(channel)));
  }

  private void gone(Channel channel) {
    if (arriving.remove(channel)) {
      count.decrementAndGet();
    }
  }

  /**
   * How many sockets are on their way.
   *
   * @return the number at this moment
   */
  public int count() {
    return count.get();
  }

  /** Closes all sockets that are on their way, and those to come. */
  public void close() {
    closed = true;
    arriving.forEach(Channel::close);
  }
}
